"""What opens the pages of dossiers: one dossier in every state, files, and a draft filled in."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.actions.given import Way
from phuong.areas.dossiers.models import HalfDay, Rating, Route, SupplementItem
from phuong.areas.dossiers.states import (
    APOLOGIZE,
    AT_HOME,
    DRAFT_APOLOGY,
    TAKE_BACK_POST,
    State,
)
from phuong.areas.dossiers.tests.asked import waiting_and_answered
from phuong.areas.dossiers.tests.builders import (
    Desk,
    add_file,
    draft_apology,
    followed,
    make_dossier,
    make_ready_for,
    open_request_of,
    take_in,
    untaken,
    wanted_by_post,
)
from phuong.areas.dossiers.tests.certified import certify_now, receive_for_book
from phuong.areas.dossiers.tests.citizens import BIRTH, BOARDING, Walk, fill_birth, fill_boarding
from phuong.areas.dossiers.tests.filled import FILLED as FILLED
from phuong.areas.dossiers.tests.filled import the
from phuong.areas.dossiers.views.moves import PAGES
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.access.api import clock
from phuong.kernel.access.roles import Role
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.wards.remembered import forget_all
from tests.support.builders import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, the_unit
from tests.support.pages import NOTHING, Sample, World, sample

STOREY = 2
HANDED = "?ngay=2026-11-16&bo-phan=tu-phap&buoi=afternoon"
DESK = (State.SENT, State.PREPARED, State.READY)
BY = {"receive": "reception", "assign": "unit_head", "process": "specialist"}
BY |= {"certify": "reception", "follow": "specialist"}
# What a move needs more than a state.
WAITS = {
    "apologize": "letter",
    "return_apology": "letter",
    "certify": "for the book",
    "void_certification": "certified",
    "take_over": "untaken",
    "draft_apology": "late comer",
    "take_back_post": "posted",
}


def file_of(key: Any) -> Callable[[World], Any]:
    """Return what looks up a file that belongs to a dossier."""

    def first(world: World) -> Any:
        dossier = world.things["dossiers"][key]
        return documents.of_subject(world.ward.pk, dossier.id)[0].id

    return first


def paper_of(key: Any) -> Callable[[World], Any]:
    """Return what looks up a paper that was issued of a dossier."""

    def first(world: World) -> Any:
        return official.of_subject(world.ward.pk, world.things["dossiers"][key].id)[0].id

    return first


def _moves() -> list[Sample]:
    """Return each move of an official, from the first state that it starts in."""
    found = []
    for slug, page in PAGES.items():
        source = next(state for state in State if state in page.move.sources - AT_HOME)
        who = BY.get(str(page.move.capability.value).rpartition(":")[2], "leader")
        key = WAITS.get(page.move.name, source)
        found.append(sample(who, code=the(key), slug=slug))
    return found


def _workspaces() -> list[Sample]:
    """Return the workspace in every state that officials see."""
    return [
        sample("reception" if state in DESK else "leader", code=the(state))
        for state in sorted(set(State) - AT_HOME)
    ]


# A browser keeps twelve dossiers open; to their owner one that is signed looks like one in work,
# and one that is on its way elsewhere like one sent. `test_paying` has what waits for money.
UNTOLD = AT_HOME | {State.SIGNING, State.FORWARDED, State.PAYMENT}
TOLD = [state for state in State if state not in UNTOLD]
STEPS = ["cho-ai", "nguoi-nop", "khai/child_name", "khai/sex", "khai/born_on", "khai/story"]
STEPS += ["khai/copies", "giay-to", "cach-nhan"]

SAMPLES = {
    "dossiers:start": [sample(slug=slug) for slug in ("khai-sinh", "phong-tro-an-toan", "tach-ho")],
    "dossiers:draft": [
        sample(token=the(State.DRAFT, "token")),
        sample(token=the("birth", "token")),
        sample(token=the(State.SENT, "token"), status=302),
    ],
    "dossiers:check": [sample(token=the(key, "token")) for key in ("birth", "boarding")],
    "dossiers:sent": [sample(token=the(key, "token")) for key in (State.SENT, State.PREPARED)],
    "dossiers:saved": [sample(token=the("birth", "token"))],
    "dossiers:reopen": [sample(token=the(State.PREPARED, "token"))],
    "dossiers:discard": [sample(token=the("birth", "token"))],
    "dossiers:step": [
        *(sample(token=the("birth", "token"), step=step) for step in STEPS),
        sample(token=the("boarding", "token"), step="giay-to"),
    ],
    "dossiers:seen": [sample(code=the(state)) for state in (State.SENT, State.RETURNED)],
    "dossiers:export": [sample(code=the(State.RETURNED))],
    "dossiers:staff-history": [sample("leader", code=the(State.RETURNED))],
    "dossiers:staff-export": [sample("leader", code=the(State.RETURNED))],
    "dossiers:rate": [
        sample(code=the(State.STOPPED)),
        sample(code=the(State.IN_WORK)),
        sample(code=the(State.RETURNED), status=302),
        sample(code=the(State.WITHDRAWN), status=302),
    ],
    "dossiers:kiosk-rate": [
        sample(token=the(State.STOPPED, "token"), query="?quay=1"),
        sample(token=the(State.RETURNED, "token"), status=302),
        sample(token=the(State.WITHDRAWN, "token"), status=302),
    ],
    "dossiers:kiosk-status": [sample(token=the(State.IN_WORK, "token"))],
    "dossiers:kiosk-done": [sample(token=the(State.RETURNED, "token"), query="?quay=1")],
    "dossiers:kiosk-call-back": [sample(token=the(State.RETURNED, "token"), status=405)],
    "dossiers:rated": [
        sample(code=the(State.RETURNED)),
        sample(code=the(State.NOT_ACCEPTED)),
        sample(code=the(State.STOPPED), status=302),
    ],
    "dossiers:call-back": [sample(code=the(State.RETURNED), status=405)],
    "dossiers:erase-words": [sample("leader", rating_id=the(State.RETURNED, "rating_id"))],
    "dossiers:lookup": [sample(), sample(query="?ma=PM-261116-0001")],
    "dossiers:qr": [
        sample(token=the(state, "token"))
        for state in (State.PREPARED, State.IN_WORK, State.SUPPLEMENT, State.RETURNED)
    ],
    "dossiers:qr-why": [
        sample(token=the(state, "token")) for state in (State.IN_WORK, State.SUPPLEMENT)
    ],
    "dossiers:status": [sample(code=the(state)) for state in (*TOLD, "sorry")],
    "dossiers:owed": [sample(code=the(state)) for state in (State.IN_WORK, State.RETURNED)],
    "dossiers:fee": [sample("reception", code=the(State.IN_WORK))],
    "dossiers:why": [sample(code=the(state)) for state in (State.IN_WORK, State.SUPPLEMENT)],
    "dossiers:supplement": [
        sample(code=the(state)) for state in (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE)
    ],
    "dossiers:supplemented": [sample(code=the(State.SUPPLEMENT))],
    "dossiers:receive-online": [sample(code=the(State.READY))],
    "dossiers:way": [sample(code=the(State.IN_WORK))],
    "dossiers:way-at-desk": [sample("reception", code=the(State.IN_WORK))],
    "dossiers:withdraw": [sample(code=the(State.IN_WORK))],
    "dossiers:file": [sample(code=the("filed"), attachment_id=file_of("filed"))],
    "dossiers:slip": [
        sample(code=the(state), form=form)
        for state, form in (
            (State.RECEIVED, "giay-hen"),
            (State.SUPPLEMENT, "phieu-bo-sung"),
            (State.NOT_ACCEPTED, "phieu-tu-choi"),
            (State.STOPPED, "thong-bao-dung"),
            ("sorry", "thu-xin-loi"),
        )
    ],
    "dossiers:walk-in": [
        sample("reception"),
        sample("reception", query="?thu-tuc=khai-sinh"),
    ],
    "dossiers:find": [sample("reception"), sample("reception", query="?ma=xyzzy")],
    "dossiers:settle-call": [
        sample("reception", code=the(State.SUPPLEMENT), notice_id=NOTHING["uuid"], status=405)
    ],
    "dossiers:prepared": [
        sample("reception", token=the(State.PREPARED, "token"), slug=slug)
        for slug in ("tiep-nhan", "khong-tiep-nhan")
    ],
    "dossiers:workspace": [
        *_workspaces(),
        sample("leader", code=the("filed")),
        sample("leader", code=the("sorry")),
    ],
    "dossiers:report": [sample("reception", code=the(State.FORWARDED))],
    "dossiers:followed": [sample("specialist")],
    "dossiers:inquiry": [sample("specialist", code=the(key)) for key in ("inquiry", "answered")],
    "dossiers:answer-file": [
        sample("specialist", code=the("answered"), attachment_id=the("answered", "file_id"))
    ],
    "dossiers:urge": [sample("specialist", code=the("inquiry"), status=405)],
    "dossiers:attachment": [sample("reception", code=the("filed"), attachment_id=file_of("filed"))],
    "dossiers:print": [
        sample("reception", code=the(State.RECEIVED), form="giay-hen"),
        sample("leader", code=the(State.IN_WORK), form="phieu-kiem-soat"),
        sample("leader", code=the("sorry"), form="thu-xin-loi"),
        sample("reception", code=the("certified"), form="bien-lai"),
        sample("reception", code=the("paid back"), form="phieu-hoan-tra"),
    ],
    "dossiers:print-preview": [
        sample("reception", code=the(State.RECEIVED), form="giay-hen"),
        sample("leader", code=the(State.IN_WORK), form="phieu-kiem-soat"),
    ],
    "dossiers:print-word": [sample("leader", code=the(State.STOPPED), form="thong-bao-dung")],
    "dossiers:print-issue": [sample("reception", code=the(State.RECEIVED), form="giay-hen")],
    "dossiers:paper": [
        sample("reception", code=the(State.RETURNED), document_id=paper_of(State.RETURNED))
    ],
    "dossiers:ledgers": [
        sample("reception"),
        sample("leader", query="?thang=2026-11&ngay=2026-11-16"),
        sample("secretary", query="?thang=1999-13"),
    ],
    "dossiers:register-preview": [sample("reception", query="?thang=2026-11")],
    "dossiers:register-excel": [sample("reception", query="?thang=2026-11")],
    "dossiers:register-issue": [sample("reception")],
    "dossiers:handover-preview": [sample("reception", query=HANDED)],
    "dossiers:handover-word": [sample("reception", query=HANDED)],
    "dossiers:handover-issue": [sample("reception")],
    "dossiers:results": [
        sample("reception"),
        sample("leader", query="?hieu-luc=in_force&linh-vuc=ho-tich&tu=2026-11-01"),
        sample("specialist", query="?so=xyzzy"),
        sample("secretary", query="?tu=2026-12-01&den=2026-11-01"),
    ],
    "dossiers:results-excel": [sample("reception")],
    "dossiers:results-csv": [sample("reception")],
    "dossiers:express": [
        sample("reception"),
        sample("reception", query="?xong=PM-261116-0001", status=404),
        sample("reception", query="?loai=signature"),
    ],
    "dossiers:certified": [
        sample("reception"),
        sample("leader", query="?loai=copy&tu=2026-11-01"),
        sample("specialist", query="?so=xyzzy"),
    ],
    "dossiers:certified-excel": [sample("leader")],
    "dossiers:certified-csv": [sample("reception")],
    "dossiers:ledger": [
        sample("reception", code=the("ledger")),
        sample("specialist", code=the("handover")),
    ],
    "dossiers:ledger-issue": [sample("reception", code=the("handover"))],
    "dossiers:taking": [sample("specialist"), sample("unit_head")],
    "dossiers:take-handover": [sample("specialist", code=the("handover"))],
    "dossiers:replace-handover": [sample("reception", code=the("handover"))],
    "dossiers:ledger-paper": [
        sample("reception", code=the("ledger"), document_id=paper_of("ledger"))
    ],
    "dossiers:slip-issue": [sample(code=the(State.RECEIVED), form="giay-hen")],
    "dossiers:slip-pdf": [
        sample(code=the(State.RETURNED), form="giay-hen"),
        sample(code=the(State.RECEIVED), form="giay-hen", status=302),
    ],
    # What was done long ago stands.
    "dossiers:undo": [
        sample("unit_head", code=the("just assigned")),
        sample("leader", code=the(State.IN_WORK), status=302),
    ],
    "dossiers:move": _moves(),
    "dossiers:begin-visit": [sample("reception", code=the(State.RECEIVED), status=405)],
    "dossiers:visit-of": [
        sample("reception", code=the("visited"), status=302),
        sample("reception", code=the(State.RECEIVED), status=302),
    ],
    "dossiers:visit": [sample("reception", code=the("visit"))],
    "dossiers:visit-preview": [sample("reception", code=the("visit"))],
    "dossiers:visit-issue": [sample("reception", code=the("visit"), status=405)],
    "dossiers:visit-paper": [sample("reception", code=the("visit"), document_id=paper_of("visit"))],
    "dossiers:give-back": [
        sample("reception", code=the(State.RECEIVED)),
        sample("reception", code=the("visited")),
    ],
    "dossiers:note-unneeded": [sample("specialist", code=the(State.IN_WORK))],
    "dossiers:unneeded": [sample("leader"), sample("leader", query="?thu-tuc=khai-sinh")],
    "dossiers:visit-qr": [sample(token=the("visit", "token"))],
}


def seed(world: World) -> None:
    """Make one dossier in every state, two drafts filled in on the phone, one filed with files."""
    outside = make_row("giam-ho", external_system="moj-civil-status", system_name="Hộ tịch điện tử")
    procedures.load([make_row(**BIRTH), make_row(**BOARDING), outside])
    procedures.forget()
    version = procedures.current(world.ward.pk, "khai-sinh", MONDAY.date())
    Route.objects.create(
        ward=world.ward, field=version.field_code, unit=the_unit(world.ward, "tu-phap")
    )
    forget_all()
    desk = Desk(
        world.ward,
        version,
        reception=world.people[Role.RECEPTION],
        specialist=world.people[Role.SPECIALIST],
        head=world.people[Role.UNIT_HEAD],
        leader=world.people[Role.LEADER],
        administrator=world.people[Role.ADMINISTRATOR],
        secretary=world.people[Role.SECRETARY],
    )
    found: dict[Any, Any] = {state: make_dossier(desk, state) for state in State}
    asked = found[State.SUPPLEMENT]
    brought = {item.id: SupplementItem.Answer.BRING for item in open_request_of(asked).items.all()}
    actions.keep_supplement(desk.owner(asked, THURSDAY), asked, brought, [])
    for state, mark in ((State.RETURNED, 1), (State.NOT_ACCEPTED, 5)):
        marks = {"attitude": mark, "guidance": mark, "time": mark}
        rated = desk.owner(found[state], FRIDAY)
        actions.rate(rated, found[state], marks=marks, words="Nên có ghế ngồi chờ.")
        found[state].rating_id = Rating.objects.of(desk.ward).get(dossier=found[state]).id
    add_file(wanted_by_post(found[State.READY]))
    found["late comer"] = make_ready_for(desk, DRAFT_APOLOGY, State.IN_WORK, THURSDAY)
    found["letter"] = make_ready_for(desk, APOLOGIZE, State.IN_WORK, THURSDAY)
    found["posted"] = make_ready_for(desk, TAKE_BACK_POST, State.READY)
    found["followed"] = followed(make_dossier(desk, State.IN_WORK))
    sorry = draft_apology(desk, make_dossier(desk, State.IN_WORK))
    found["sorry"] = actions.apologize(desk.of(desk.leader, WEDNESDAY), desk.ward, sorry)
    found |= waiting_and_answered(desk)
    found["untaken"] = untaken(make_dossier(desk, State.IN_WORK))
    found["certified"], found["for the book"] = certify_now(desk), receive_for_book(desk)
    _pay_back(desk, found)
    _issue_papers(desk, found)
    _add_visit(desk, found)
    found["birth"] = fill_birth(Walk(Client()))
    found["boarding"] = fill_boarding(Walk(Client()))
    filing = Walk(Client())
    found["filed"] = fill_boarding(filing)
    filing.open(f"/nop/{found['filed'].token}/kiem-tra/")
    filing.send()
    found["filed"].refresh_from_db()
    world.things["dossiers"] = found


def _pay_back(desk: Desk, found: dict[Any, Any]) -> None:
    """Give back what a certification cost."""
    found["paid back"] = back = certify_now(desk, TUESDAY)
    money.refund(desk.of(desk.reception, TUESDAY), desk.ward, back.id, reason="Thu nhầm")


def _add_visit(desk: Desk, found: dict[Any, Any]) -> None:
    """Let somebody come with two matters, and print one receipt; assign a third this minute."""
    at = desk.of(desk.reception, FRIDAY)
    found["visited"] = take_in(desk, FRIDAY)
    found["visit"] = visit = actions.open_visit(at, found["visited"])
    take_in(desk, FRIDAY, way=Way(visit_id=visit.id))
    actions.issue_visit(at, desk.ward, visit, qr=lambda fresh: fresh.token, lookup="x")
    found["just assigned"] = take_in(desk)
    actions.assign(desk.of(desk.head, clock.now()), found["just assigned"], desk.specialist.id)


def enter(world: World, client: Client) -> None:
    """Open, with code and digits, the dossiers whose pages are gone through."""
    for key, dossier in world.things["dossiers"].items():
        if key in ("filed", "sorry") or key in TOLD:
            client.post("/tra-cuu/", {"code": dossier.code, "proof": "3412"})


def _issue_papers(desk: Desk, found: dict[Any, Any]) -> None:
    """Issue a receipt, the register of a month and a hand-over; one dossier waits for another."""
    take_in(desk, MONDAY.replace(hour=14))
    ward, printing = desk.ward, desk.of(desk.reception, FRIDAY)
    lookup = "testserver/tra-cuu/"
    returned = found[State.RETURNED]
    actions.issue_form(
        printing, ward, returned, "giay-hen", qr=lambda fresh: fresh.token, lookup=lookup
    )
    first, last = MONDAY.date().replace(day=1), MONDAY.date().replace(day=30)
    found["ledger"], _ = actions.issue_register(printing, ward, first, last)
    unit = the_unit(ward, "tu-phap")
    found["handover"], _ = actions.issue_handover(
        printing, ward, unit, MONDAY.date(), HalfDay.MORNING
    )
