"""A ward's desk with its people, and dossiers led to a state through the real actions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Dossier, Route
from phuong.areas.dossiers.states import (
    APOLOGIZE,
    CERTIFY,
    CONSULT,
    FOLLOW,
    PASS_ON,
    POST_RESULT,
    RECEIVE_ONLINE,
    REPORTED_NAMES,
    RETURN_APOLOGY,
    TAKE_BACK_POST,
    TAKE_OVER,
    VOID_CERTIFICATION,
    State,
)
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.access.actors import Occasion
from phuong.kernel.access.roles import Role
from phuong.kernel.documents.models import Attachment
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.models import Ward
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workflow.machine import Move
from tests.support import kept
from tests.support.builders import (
    CALENDAR,
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    citizen,
    machine,
    make_person,
    make_unit,
    make_ward,
    occasion_of,
)
from tests.support.forgetting import forget

HUONG = Given(name="Nguyễn Thị Hường", phone="+84905123412")
ALL_PAPERS = {"to-khai": "original", "giay-chung-sinh": "original"}
ASKED = [rules.Asked("Tờ khai", "Tờ khai chưa ký", "Điều 16 Luật Hộ tịch", "Ký tên vào cuối trang")]
GROUND = {
    "reason": "Việc này do công an phường giải quyết.",
    "basis": "Điều 2 Luật Cư trú",
    "next_step": "Mời đến trụ sở công an phường, mang theo giấy tờ này.",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A ward with one unit, its people, and one procedure of three working days."""

    ward: Ward
    version: procedures.VersionInfo
    reception: Person
    specialist: Person
    head: Person
    leader: Person
    administrator: Person
    secretary: Person

    def of(self, person: Person, now: datetime, **values: Any) -> Occasion:
        """Return the occasion on which a person acts."""
        return occasion_of(person, now, **values)

    def owner(self, dossier: Dossier, now: datetime, **values: Any) -> Occasion:
        """Return the occasion of the citizen who proved that a dossier is theirs."""
        return citizen(self.ward, now, **values).proving(dossier.id)

    def clock(self, now: datetime) -> Occasion:
        """Return the occasion of time itself."""
        return machine(self.ward, now)


def make_desk(prefix: str = "PM", *, host: str = "", **row: Any) -> Desk:
    """Make a ward that can take in, settle, sign and hand over."""
    desk = kept.made_once(f"desk {prefix} {host} {row}", lambda: _write_desk(prefix, host, row))
    # A key may come again with another ward behind it.
    forget()
    return desk


def _write_desk(prefix: str, host: str, row: dict[str, Any]) -> Desk:
    ward = make_ward(prefix, host=host)
    unit = make_unit(ward, "mot-cua", name="Bộ phận Một cửa")
    work = make_unit(ward, "tu-phap", name="Tư pháp, hộ tịch")
    procedures.load([make_row(**row)])
    procedures.forget()
    desk = Desk(
        ward,
        procedures.current(ward.pk, row.get("slug", "khai-sinh"), MONDAY.date()),
        make_person(ward, Role.RECEPTION, name="Lê Thị Tiếp", unit=unit),
        make_person(ward, Role.SPECIALIST, name="Trần Văn Mai", unit=work),
        make_person(ward, Role.UNIT_HEAD, name="Phạm Thị Trưởng", unit=work),
        make_person(ward, Role.LEADER, name="Võ Văn Chủ", unit=unit),
        make_person(ward, Role.ADMINISTRATOR, name="Đỗ Quản Trị", unit=unit),
        make_person(ward, Role.SECRETARY, name="Bùi Thị Thư", unit=unit),
    )
    Route.objects.create(ward=ward, field=desk.version.field_code, unit=work)
    return desk


def take_in(desk: Desk, now: datetime = MONDAY, given: Given = HUONG, **values: Any) -> Dossier:
    """Receive a complete walk-in."""
    occasion = desk.of(desk.reception, now, request_id=values.pop("request_id", None))
    return actions.take_in(occasion, desk.ward, desk.version, given, ALL_PAPERS, **values)


def make_draft(desk: Desk, now: datetime = MONDAY) -> Dossier:
    """Begin a draft and fill in who hands in."""
    dossier = actions.start_draft(citizen(desk.ward, now), desk.version)
    return actions.save_draft(
        desk.owner(dossier, now),
        dossier,
        values={"name": HUONG.name, "phone": HUONG.phone},
        answers={"sex": "Nữ", "born_on": "2026-11-01"},
    )


def make_dossier(desk: Desk, state: State) -> Dossier:
    """Lead a dossier to a state, a step a day from Monday 16/11/2026."""
    return _LEAD[state](desk)


APOLOGY = {
    "why": "opinion",
    "reason": "Còn chờ công an phường trả lời xác minh nơi ở.",
}


def right_name(dossier: Dossier, **values: Any) -> queries.Wanted:
    """Return a correction of what was typed wrongly; where the result is signed, of the phone."""
    signed = dossier.state == State.READY
    facts = {"phone": "+84905999888"} if signed else {"name": "Nguyễn Thị Hưởng"}
    wanted = {"facts": facts, "reason": "Gõ sai dấu của tên.", "seen": dossier.receipt_turn}
    return queries.Wanted(**(wanted | values))


def draft_apology(desk: Desk, dossier: Dossier, now: datetime = TUESDAY) -> Dossier:
    """Put a letter before the leader: the result comes three working days after the promise."""
    assert dossier.target_on is not None
    new_on = CALENDAR.add(dossier.target_on, 3)
    return actions.draft_apology(desk.of(desk.specialist, now), dossier, **APOLOGY, new_on=new_on)


def make_ready_for(
    desk: Desk, move: Move[State], state: State, now: datetime | None = None
) -> Dossier:
    """Lead a dossier to a state in which a move can be made, with what the move needs.

    `now` makes a running one at that moment, for pages that know no other.
    """
    if move in (CERTIFY, VOID_CERTIFICATION):
        return _of_a_book(desk, move, now or MONDAY)
    dossier = make_dossier(desk, state) if now is None else _running(desk, state, now)
    if move in (APOLOGIZE, RETURN_APOLOGY):
        dossier = draft_apology(desk, dossier, now or WEDNESDAY)
    if move in (POST_RESULT, TAKE_BACK_POST):
        dossier = wanted_by_post(dossier)
    if move in (PASS_ON, CONSULT):
        other_unit(desk)
    if move.name in REPORTED_NAMES and not dossier.is_followed:
        dossier = followed(dossier, f"G01.{dossier.code}")
    if move is FOLLOW:
        make_system()
    if move is TAKE_OVER:
        dossier = untaken(dossier)
    if move is TAKE_BACK_POST:
        actions.post_result(desk.of(desk.reception, FRIDAY), dossier, tracking="EV123456789VN")
    if move is RECEIVE_ONLINE:
        add_file(dossier)
    return dossier


def other_unit(desk: Desk) -> Unit:
    """Return another unit of the ward in which somebody settles dossiers, made if need be."""
    found = Unit.objects.of(desk.ward).filter(code="dia-chinh").first()
    if found is None:
        found = make_unit(desk.ward, "dia-chinh", name="Địa chính, xây dựng")
        make_person(desk.ward, Role.SPECIALIST, name="Ngô Văn Đất", unit=found)
        make_person(desk.ward, Role.UNIT_HEAD, name="Hồ Thị Địa", unit=found)
        forget_all()
    return found


def make_system() -> None:
    """Let the catalogue know a procedure that is settled on another system."""
    outside = {"external_system": "moj-civil-status", "system_name": "Hệ thống đăng ký hộ tịch"}
    procedures.load([make_row(slug="ket-hon", code="1.000894", **outside)])
    procedures.forget()
    forget_all()


def followed(dossier: Dossier, code: str = "G01.899-261116-0007") -> Dossier:
    """Let a dossier be one that another system settles."""
    dossier.external_system, dossier.external_code = "moj-civil-status", code
    dossier.followed_on = MONDAY.date()
    dossier.save(update_fields=["external_system", "external_code", "followed_on"])
    return dossier


def untaken(dossier: Dossier) -> Dossier:
    """Let a dossier lie in its unit as one that was passed to it and nobody took."""
    dossier.handler = None
    dossier.save(update_fields=["handler"])
    return dossier


def _of_a_book(desk: Desk, move: Move[State], now: datetime) -> Dossier:
    """Return what waits to be certified, or what was."""
    from phuong.areas.dossiers.tests.certified import certify_now, receive_for_book

    if move is VOID_CERTIFICATION:
        return certify_now(desk, now, how="")
    return receive_for_book(desk, now)


def wanted_by_post(dossier: Dossier) -> Dossier:
    """Let the applicant have chosen the post."""
    dossier.return_method = "post"
    dossier.save(update_fields=["return_method"])
    return dossier


def add_file(dossier: Dossier) -> None:
    """Let the result be a file; its content is what the tests of signing look at."""
    file = Attachment.objects.create(
        ward_id=dossier.ward_id,
        subject_id=dossier.id,
        purpose="result:signed",
        name="ket-qua.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        salt="x",
        added_at=THURSDAY,
    )
    dossier.results.update(file=file, mark="0" * 64)


def _running(desk: Desk, state: State, now: datetime) -> Dossier:
    dossier = take_in(desk, now)
    if state != State.RECEIVED:
        dossier = actions.assign(desk.of(desk.head, now), dossier, desk.specialist.id)
    if state == State.SIGNING:
        by = desk.of(desk.specialist, now)
        dossier = actions.submit(by, dossier, kind="Giấy khai sinh", summary="Đủ điều kiện cấp.")
    return dossier


def _sent(desk: Desk) -> Dossier:
    draft = make_draft(desk)
    occasion = desk.owner(draft, MONDAY)
    return actions.send(occasion, desk.ward, draft, desk.version, ALL_PAPERS)


def _prepared(desk: Desk) -> Dossier:
    draft = make_draft(desk)
    return actions.prepare(desk.owner(draft, MONDAY), draft, desk.version, ALL_PAPERS)


def _in_work(desk: Desk) -> Dossier:
    dossier = take_in(desk)
    return actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)


def _asked(desk: Desk) -> Dossier:
    occasion = desk.of(desk.specialist, WEDNESDAY)
    return actions.ask_supplement(occasion, _in_work(desk), ASKED, desk.version, days=30, allowed=1)


def _asked_to_pay(desk: Desk) -> Dossier:
    dossier = _in_work(desk)
    return actions.ask_payment(
        desk.of(desk.specialist, WEDNESDAY),
        dossier,
        queries.usual_due(dossier),
        why="Nộp trước khi lập giấy.",
        days=30,
    )


def _asked_at_intake(desk: Desk) -> Dossier:
    occasion = desk.of(desk.reception, TUESDAY)
    return actions.ask_at_intake(occasion, _sent(desk), ASKED, desk.version, days=30, allowed=1)


def _signing(desk: Desk) -> Dossier:
    occasion = desk.of(desk.specialist, WEDNESDAY)
    return actions.submit(
        occasion, _in_work(desk), kind="Giấy khai sinh", summary="Đủ điều kiện cấp."
    )


def _ready(desk: Desk) -> Dossier:
    return actions.sign(desk.of(desk.leader, THURSDAY), desk.ward, _signing(desk))


def _returned(desk: Desk) -> Dossier:
    return actions.hand_over(desk.of(desk.reception, FRIDAY), _ready(desk), receiver_kind="self")


def _stopped(desk: Desk) -> Dossier:
    return actions.stop(desk.of(desk.leader, WEDNESDAY), _in_work(desk), **GROUND)


def _forwarded(desk: Desk) -> Dossier:
    by = desk.of(desk.reception, TUESDAY)
    return actions.take_for_other(
        by, _sent(desk), desk.version, ALL_PAPERS, to="UBND phường Cái Răng"
    )


def _not_accepted(desk: Desk) -> Dossier:
    return actions.not_accept(desk.of(desk.reception, TUESDAY), _sent(desk), **GROUND)


def _withdrawn(desk: Desk) -> Dossier:
    dossier = _in_work(desk)
    return actions.withdraw(desk.owner(dossier, WEDNESDAY), dossier)


def _discarded(desk: Desk) -> Dossier:
    draft = make_draft(desk)
    return actions.discard(desk.owner(draft, TUESDAY), draft)


_LEAD = {
    State.DRAFT: make_draft,
    State.PREPARED: _prepared,
    State.SENT: _sent,
    State.NOT_ACCEPTED: _not_accepted,
    State.SUPPLEMENT_INTAKE: _asked_at_intake,
    State.FORWARDED: _forwarded,
    State.RECEIVED: take_in,
    State.IN_WORK: _in_work,
    State.SUPPLEMENT: _asked,
    State.PAYMENT: _asked_to_pay,
    State.SIGNING: _signing,
    State.READY: _ready,
    State.RETURNED: _returned,
    State.STOPPED: _stopped,
    State.WITHDRAWN: _withdrawn,
    State.DISCARDED: _discarded,
}


def open_request_of(dossier: Dossier) -> Any:
    """Return the request that waits, which must be there."""
    request = queries.open_request(dossier)
    assert request is not None
    return request
