"""The rows of the control slip (form 06): every hand-over of a dossier, from its own events."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries.stories import Entry, Story
from phuong.kernel.access.api import HERE
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.text import show_date, show_time

DESK, APPLICANT, LEADER = "Nơi tiếp nhận", "Người nộp", "Lãnh đạo phường"
SETTLING = "Bộ phận giải quyết"


def steps(dossier: Dossier, told: Story) -> list[list[str]]:
    """Return one row a hand-over: who gave and took, when, how it was kept, and a remark."""
    units, names = _units(dossier, told), _names(dossier.ward_id, told)
    first = next((one.from_unit_id for one in told.events if one.from_unit_id), dossier.unit_id)
    unit, found = units.get(first, SETTLING), []
    for entry in told.events:
        taking = units.get(entry.unit_id, SETTLING)
        hands = _passed(entry, unit, taking, names) or _hands(entry, unit, names)
        unit = taking if entry.unit_id else unit
        if hands is not None:
            giver, taker, remark = hands
            result = _kept(dossier) if entry.move in ("sign", "certify") else ""
            found.append([f"1. Giao: {giver}\n2. Nhận: {taker}", _when(entry), "", result, remark])
    return found


def handed_on(told: Story) -> datetime | None:
    """Return when the dossier last passed from hand to hand."""
    moved = (one for one in reversed(told.events) if one.unit_id or _hands(one, "", {}))
    return next((one.at for one in moved), None)


def _units(dossier: Dossier, told: Story) -> dict[UUID | None, str]:
    """Return the names of the units that the dossier went through: a statement if several."""
    known: dict[UUID | None, str] = {}
    if dossier.unit is not None:
        known[dossier.unit_id] = dossier.unit.name
    wanted = {one for each in told.events for one in (each.unit_id, each.from_unit_id) if one}
    if wanted - set(known):
        known |= dict(
            Unit.objects.of(dossier.ward_id).filter(id__in=wanted).values_list("id", "name")
        )
    return known


def _passed(
    entry: Entry, unit: str, taking: str, names: Mapping[UUID, str]
) -> tuple[str, str, str] | None:
    """Return from which unit to which a dossier passed, and who gave it."""
    if entry.unit_id is None:
        return None
    giver = names.get(entry.giver_id, "") if entry.giver_id else entry.officer
    return f"{unit} ({giver})" if giver else unit, taking, "Chuyển bộ phận"


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
        "take_over": (unit, who, "Nhận hồ sơ chuyển đến"),
        "ask_supplement": (who, APPLICANT, "Yêu cầu bổ sung, thời hạn tạm dừng"),
        "answer_supplement": (APPLICANT, unit, "Đã bổ sung, thời hạn chạy tiếp"),
        "take_supplement": (DESK, unit, "Đã bổ sung, thời hạn chạy tiếp"),
        "ask_payment": (who, APPLICANT, "Yêu cầu nộp tiền, thời hạn tạm dừng"),
        "take_payment": (DESK, unit, "Đã nộp tiền, thời hạn chạy tiếp"),
        "waive_payment": (APPLICANT, who, "Thôi yêu cầu nộp tiền, thời hạn chạy tiếp"),
        "submit": (who, LEADER, "Trình ký"),
        "send_back": (LEADER, unit, "Trả lại để sửa"),
        "sign": (unit, DESK, "Đã ký kết quả"),
        "certify": (unit, DESK, "Đã chứng thực, vào sổ"),
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
