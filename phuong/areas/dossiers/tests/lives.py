"""How each move of a dossier is tried: who makes it, on what, and what must agree after it."""

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.consulting import Asked
from phuong.areas.dossiers.actions.issued import Instead
from phuong.areas.dossiers.models import Applicant, Dossier
from phuong.areas.dossiers.states import BY_TIME, LIFE, NATIONAL, REPORTED_NAMES
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    APOLOGY,
    ASKED,
    GROUND,
    Desk,
    make_desk,
    make_dossier,
    make_ready_for,
    make_system,
    open_request_of,
    other_unit,
    right_name,
)
from phuong.areas.dossiers.tests.certified import in_the_books, load_books
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.workdays import Limit, Unit
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import FRIDAY, NEXT_MONDAY, NEXT_TUESDAY, WEDNESDAY, load_law_values
from tests.support.lives import Lives


def act_of(desk, move, dossier, request_id=None):
    """Return the move as a call, by whoever may make it."""
    # A letter of apology is drafted and signed before the promised day, all else may be later.
    before = move.name in ("draft_apology", "apologize", "return_apology")
    on = {"now": WEDNESDAY if before else NEXT_MONDAY, "request_id": request_id}
    owner = desk.owner(dossier, NEXT_MONDAY, request_id=request_id)
    reception, specialist = desk.of(desk.reception, **on), desk.of(desk.specialist, **on)
    leader = desk.of(desk.leader, **on)
    asking = {"days": 30, "allowed": 1}

    def answers():
        return {item.id: "file" for item in open_request_of(dossier).items.all()}

    acts = (
        after_signing(desk, dossier, reception, leader, owner)
        | from_hand_to_hand(desk, dossier, on)
        | for_money(desk, dossier, on)
        | {
            "send": lambda: actions.send(owner, desk.ward, dossier, desk.version, ALL_PAPERS),
            "prepare": lambda: actions.prepare(owner, dossier, desk.version, ALL_PAPERS),
            "reopen": lambda: actions.reopen(owner, dossier),
            "discard": lambda: actions.discard(owner, dossier),
            "receive": lambda: actions.receive(reception, dossier, desk.version, ALL_PAPERS),
            "ask_at_intake": lambda: actions.ask_at_intake(
                reception, dossier, ASKED, desk.version, **asking
            ),
            "not_accept": lambda: actions.not_accept(reception, dossier, **GROUND),
            "answer_intake": lambda: actions.answer_intake(owner, dossier, answers()),
            "submit": lambda: actions.submit(specialist, dossier, kind="Giấy", summary="Đủ"),
            "ask_supplement": lambda: actions.ask_supplement(
                specialist, dossier, ASKED, desk.version, **asking
            ),
            "answer_supplement": lambda: actions.answer_supplement(owner, dossier, answers()),
            "take_supplement": lambda: actions.take_supplement(reception, dossier),
            "draft_apology": lambda: actions.draft_apology(
                specialist, dossier, **APOLOGY, new_on=NEXT_TUESDAY.date()
            ),
            "apologize": lambda: actions.apologize(leader, desk.ward, dossier),
            "return_apology": lambda: actions.return_apology(leader, dossier, reason="Sửa ngày"),
            "sign": lambda: actions.sign(leader, desk.ward, dossier),
            "send_back": lambda: actions.send_back(leader, dossier, reason="Sửa"),
            "hand_over": lambda: actions.hand_over(reception, dossier, receiver_kind="self"),
            "correct": lambda: actions.correct(reception, dossier, right_name(dossier)),
            "renew_receipt": lambda: actions.renew_receipt(reception, dossier, checked="passport"),
            "stop": lambda: actions.stop(leader, dossier, **GROUND),
            "lapse": lambda: actions.lapse(desk.clock(FRIDAY.replace(year=2027)), dossier),
            "withdraw": lambda: actions.withdraw(owner, dossier),
        }
    )
    return acts[move.name]


def asked_of(desk):
    """Return another unit as one that is asked."""
    unit = other_unit(desk)
    return Asked(unit.name, "unit", Limit(Unit.WORKING_DAY, 2), unit.id)


def told_of(desk, move, dossier, on):
    """Write down a reported step."""
    by = desk.of(desk.reception, **on)
    status = next(number for number, state in NATIONAL.items() if state == move.target)
    return actions.report(by, dossier, status, at=by.now, note="Bổ sung giấy chứng sinh")


def from_hand_to_hand(desk, dossier, on):
    """Return what gives a dossier into other hands."""
    specialist, head = desk.of(desk.specialist, **on), desk.of(desk.head, **on)
    reception = desk.of(desk.reception, **on)
    return {
        "pass_on": lambda: actions.pass_on(
            specialist, dossier, other_unit(desk).id, reason="Cần bộ phận này"
        ),
        "take_over": lambda: actions.take_over(specialist, dossier),
        "assign": lambda: actions.assign(head, dossier, desk.specialist.id),
        "reassign": lambda: actions.reassign(head, dossier, desk.head.id, reason="Nghỉ phép"),
        "take_up": lambda: actions.take_up(specialist, dossier),
        "consult": lambda: actions.consult(
            specialist, dossier, [asked_of(desk)], question="Đất có tranh chấp không?"
        ),
        "follow": lambda: actions.follow(
            specialist, dossier, system="moj-civil-status", code="G01.899-261116-0007"
        ),
        "take_for_other": lambda: actions.take_for_other(
            reception, dossier, desk.version, ALL_PAPERS, to="UBND phường Cái Răng"
        ),
        **{
            name: lambda name=name: told_of(desk, LIFE[name], dossier, on)
            for name in REPORTED_NAMES
        },
    }


def for_money(desk, dossier, on):
    """Return what is done where money is asked for."""
    reception, specialist = desk.of(desk.reception, **on), desk.of(desk.specialist, **on)
    usual = queries.usual_due(dossier)
    why = "Nộp trước khi lập giấy."
    return in_the_books(desk, dossier, on) | {
        "ask_payment": lambda: actions.ask_payment(specialist, dossier, usual, why=why, days=30),
        "take_payment": lambda: actions.take_payment(
            reception, desk.ward, dossier, amount=8000, how="cash"
        ),
        "waive_payment": lambda: actions.waive_payment(specialist, dossier, why=why),
        "lapse_payment": lambda: actions.lapse_payment(
            desk.clock(FRIDAY.replace(year=2027)), dossier
        ),
    }


def after_signing(desk, dossier, reception, leader, owner):
    """Return what may happen to a result that was signed."""
    holds = queries.latest(dossier)
    instead = Instead("Giấy", "Sửa", "Sai tên", "Điều 28", replaces=holds.id if holds else None)
    return {
        "post_result": lambda: actions.post_result(reception, dossier, tracking="EV1VN"),
        "take_back_post": lambda: actions.take_back_post(reception, dossier),
        "receive_online": lambda: actions.receive_online(owner, dossier),
        "replace_result": lambda: actions.replace_result(leader, desk.ward, dossier, instead),
        "recall_result": lambda: actions.recall_result(leader, dossier, **GROUND),
        "revoke_result": lambda: actions.revoke_result(leader, dossier, **GROUND),
    }


def check_whole(ward):
    """Everything that is derived agrees with what it is derived from."""
    for subject in Subject.objects.of(ward).filter(kind="dossier"):
        chain = list(Event.objects.of(ward).filter(subject_id=subject.id).order_by("seq"))
        assert [event.seq for event in chain] == list(range(1, subject.events + 1))
        assert chain[-1].hash == subject.head
        dossier = Dossier.objects.of(ward).get(id=subject.id)
        assert Applicant.objects.of(ward).filter(id=dossier.applicant_id).count() == 1
        item = WorkItem.objects.of(ward).filter(subject_id=subject.id, slot="main").first()
        assert item is None or item.state == dossier.state
    assert Subject.objects.of(ward).filter(kind="dossier").count() == (
        Dossier.objects.of(ward).count()
    )
    assert Applicant.objects.of(ward).count() == Dossier.objects.of(ward).count()


def make_place() -> Desk:
    """Make a ward in which the law is in force, with every procedure that a move asks for.

    Two processes at work on it must not both add one.
    """
    load_law_values()
    desk = make_desk()
    load_books(desk)
    make_system()
    return desk


LIVES = Lives(
    life=LIFE,
    make_place=make_place,
    lead=make_dossier,
    ready=lambda desk, move: make_ready_for(desk, move, sorted(move.sources)[0]),
    act=act_of,
    check_whole=check_whole,
    readable=policy.readable,
    kind="dossier",
    words="huong",
    by_time=BY_TIME,
    # The amount is set, or the money taken, by an event of its own beside the move's.
    events={"ask_payment": 2, "take_payment": 2},
    shared=frozenset({"consult"}),
)
