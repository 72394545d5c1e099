"""The rows of the control slip (form 06): every hand-over of a dossier, from its own events."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries.stories import Entry, Story
from phuong.kernel.access.api import HERE
from phuong.kernel.people.models import Person
from phuong.kernel.text import show_date, show_time

DESK, APPLICANT, LEADER = "Nơi tiếp nhận", "Người nộp", "Lãnh đạo phường"


def steps(dossier: Dossier, told: Story) -> list[list[str]]:
    """Return one row a hand-over: who gave and took, when, how it was kept, and a remark."""
    unit = dossier.unit.name if dossier.unit else "Bộ phận giải quyết"
    names = _names(dossier.ward_id, told)
    found = []
    for entry in told.events:
        hands = _hands(entry, unit, names)
        if hands is not None:
            giver, taker, remark = hands
            result = _kept(dossier) if entry.move == "sign" else ""
            found.append([f"1. Giao: {giver}\n2. Nhận: {taker}", _when(entry), "", result, remark])
    return found


def handed_on(told: Story) -> datetime | None:
    """Return when the dossier last passed from hand to hand."""
    return next((one.at for one in reversed(told.events) if _hands(one, "", {}) is not None), None)


def _names(ward_id: int, told: Story) -> dict[UUID, str]:
    """Return the names of all through whose hands the dossier went."""
    wanted = {one for entry in told.events for one in (entry.receiver_id, entry.giver_id) if one}
    return dict(Person.objects.of(ward_id).filter(id__in=wanted).values_list("id", "name"))


def _hands(entry: Entry, unit: str, names: Mapping[UUID, str]) -> tuple[str, str, str] | None:
    """Return between whom a dossier passed by an act; None where it stayed."""

    def of_unit(name: str | None) -> str:
        return f"{unit} ({name})" if name else unit

    who = of_unit(entry.officer)
    receiver, giver = (
        of_unit(names.get(one)) if one else unit for one in (entry.receiver_id, entry.giver_id)
    )
    return {
        "take_in": (DESK, unit, ""),
        "receive": (DESK, unit, ""),
        "assign": (who, receiver, "Phân công giải quyết"),
        "reassign": (giver, receiver, "Đổi người giải quyết"),
        "take_up": (unit, who, "Nhận giải quyết"),
        "ask_supplement": (who, APPLICANT, "Yêu cầu bổ sung, thời hạn tạm dừng"),
        "answer_supplement": (APPLICANT, unit, "Đã bổ sung, thời hạn chạy tiếp"),
        "take_supplement": (DESK, unit, "Đã bổ sung, thời hạn chạy tiếp"),
        "submit": (who, LEADER, "Trình ký"),
        "send_back": (LEADER, unit, "Trả lại để sửa"),
        "sign": (unit, DESK, "Đã ký kết quả"),
        "stop": (unit, DESK, "Dừng giải quyết"),
    }.get(entry.move)


def _kept(dossier: Dossier) -> str:
    if dossier.on_time is None or dossier.finished_at is None:
        return ""
    if not dossier.on_time:
        return "Quá hạn"
    due = dossier.due_on
    return "Trước hạn" if due and dossier.finished_on and dossier.finished_on < due else "Đúng hạn"


def _when(entry: Entry) -> str:
    at = entry.at.astimezone(HERE)
    return f"{show_time(at)}\n{show_date(at.date())}"
