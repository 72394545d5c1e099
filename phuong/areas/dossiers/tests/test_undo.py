"""Fifteen minutes in which a slip of the hand is taken back: everything is as it was."""

from datetime import timedelta

import pytest

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.models import Dossier, Note
from phuong.areas.dossiers.states import LIFE, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    make_desk,
    make_dossier,
    make_ready_for,
    take_in,
)
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import NotPermitted, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.notices.models import Notice
from phuong.kernel.workflow.api import WorkItem
from phuong.kernel.workflow.machine import Care
from phuong.kernel.workflow.models import Undoable
from tests.support.builders import FRIDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db
UNDOABLE = [move for move in LIFE if move.care is Care.UNDO]
SOON, LATE = FRIDAY + timedelta(minutes=14), FRIDAY + timedelta(minutes=15)
COLUMNS = [field.attname for field in Dossier._meta.concrete_fields]


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def make_move(desk, move, dossier, now=FRIDAY):
    """Make an undoable move; return who made it."""
    owner = desk.owner(dossier, now)
    head, specialist = desk.of(desk.head, now), desk.of(desk.specialist, now)
    leader = desk.of(desk.leader, now)
    by, act = {
        "prepare": (owner, lambda: actions.prepare(owner, dossier, desk.version, ALL_PAPERS)),
        "reopen": (owner, lambda: actions.reopen(owner, dossier)),
        "assign": (head, lambda: actions.assign(head, dossier, desk.specialist.id)),
        "reassign": (
            head,
            lambda: actions.reassign(head, dossier, desk.head.id, reason="Nghỉ phép"),
        ),
        "take_over": (specialist, lambda: actions.take_over(specialist, dossier)),
        "take_up": (specialist, lambda: actions.take_up(specialist, dossier)),
        "submit": (specialist, lambda: actions.submit(specialist, dossier, kind="G", summary="")),
        "send_back": (leader, lambda: actions.send_back(leader, dossier, reason="Sửa ngày")),
    }[move.name]
    act()
    return by


def at(occasion, now):
    from dataclasses import replace

    return replace(occasion, now=now)


def stands(desk, dossier):
    """Return all that a dossier, its work and the figures say."""
    fresh = Dossier.objects.of(desk.ward).get(id=dossier.id)
    item = WorkItem.objects.of(desk.ward).filter(subject_id=dossier.id, slot="main").first()
    names = ("post_id", "person_id", "state", "field", "due_at", "due_key", "since")
    totals = figures.totals(
        desk.ward.pk,
        [figures.Ask(one.code, by_day=True, by_field=True) for one in figures.all_measures()],
    )
    return (
        {name: getattr(fresh, name) for name in COLUMNS},
        {name: getattr(item, name) for name in names} if item else None,
        [{cell: n for cell, n in total.items() if n} for total in totals],
    )


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_undo_restores_dossier_clock_work_item_and_figures_exactly(desk, move):
    dossier = make_ready_for(desk, move, sorted(move.sources)[0])
    before = stands(desk, dossier)
    by = make_move(desk, move, dossier)
    moved = stands(desk, dossier)
    assert moved != before
    actions.undo(at(by, SOON), dossier)
    after = stands(desk, dossier)
    if move.name == "prepare":
        before[0].pop("origin"), after[0].pop("origin")
    assert after == before
    verbs = Event.objects.of(desk.ward).filter(subject_id=dossier.id).order_by("-seq")
    assert [event.verb for event in verbs[:2]] == ["dossiers.undo", f"dossiers.{move.name}"]
    assert not Undoable.objects.of(desk.ward).exists()


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_its_message_waits_and_is_never_seen_when_it_is_undone(desk, move):
    dossier = make_ready_for(desk, move, sorted(move.sources)[0])
    told = set(Notice.objects.of(desk.ward).values_list("id", flat=True))
    by = make_move(desk, move, dossier)
    fresh = Notice.objects.of(desk.ward).exclude(id__in=told)
    assert not fresh.visible(SOON).exists()
    actions.undo(at(by, SOON), dossier)
    assert not fresh.visible(FRIDAY + timedelta(days=1)).exists()


def test_its_message_goes_with_the_next_move_or_after_the_minutes(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, FRIDAY), dossier, desk.specialist.id)
    waiting = Notice.objects.of(desk.ward).filter(template="dossiers.assign")
    assert waiting.visible(LATE).exists()
    assert not waiting.visible(SOON).exists()
    next_at = FRIDAY + timedelta(minutes=2)
    actions.submit(desk.of(desk.specialist, next_at), dossier, kind="Giấy", summary="")
    assert waiting.visible(next_at).exists()


@pytest.mark.parametrize("move", UNDOABLE, ids=lambda move: move.name)
def test_after_fifteen_minutes_it_stands(desk, move):
    dossier = make_ready_for(desk, move, sorted(move.sources)[0])
    by = make_move(desk, move, dossier)
    moved = stands(desk, dossier)
    with pytest.raises(WrongState) as refusal:
        actions.undo(at(by, LATE), dossier)
    assert refusal.value.code == "workflow.undo.too-late"
    assert stands(desk, dossier) == moved


def test_nobody_undoes_what_somebody_has_acted_upon(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, FRIDAY), dossier, desk.specialist.id)
    actions.submit(desk.of(desk.specialist, FRIDAY), dossier, kind="Giấy", summary="")
    with pytest.raises(NotPermitted):
        actions.undo(desk.of(desk.head, SOON), dossier)
    actions.sign(desk.of(desk.leader, FRIDAY), desk.ward, dossier)
    for person in (desk.head, desk.specialist, desk.leader):
        with pytest.raises(WrongState):
            actions.undo(desk.of(person, SOON), dossier)


def test_only_who_made_the_move_undoes_it(desk):
    dossier = take_in(desk)
    actions.take_up(desk.of(desk.specialist, FRIDAY), dossier)
    with pytest.raises(NotPermitted):
        actions.undo(desk.of(desk.head, SOON), dossier)


def test_what_was_printed_since_is_not_undone(desk):
    dossier = take_in(desk)
    by = desk.of(desk.head, FRIDAY)
    actions.assign(by, dossier, desk.specialist.id)
    reads = desk.of(desk.reception, FRIDAY + timedelta(minutes=1))
    audit.note_reading(reads, [dossier.id], "dossiers.print")
    with pytest.raises(WrongState) as refusal:
        actions.undo(at(by, SOON), dossier)
    assert refusal.value.code == "workflow.undo.printed"


def test_a_second_undo_finds_nothing_more_to_take_back(desk):
    dossier = take_in(desk)
    by = desk.of(desk.head, FRIDAY)
    actions.assign(by, dossier, desk.specialist.id)
    actions.undo(at(by, SOON), dossier)
    with pytest.raises(WrongState):
        actions.undo(at(by, SOON), dossier)


def test_the_remark_of_an_undone_move_is_gone(desk):
    dossier = make_dossier(desk, State.SIGNING)
    leader = desk.of(desk.leader, FRIDAY)
    actions.send_back(leader, dossier, reason="Nhầm hồ sơ")
    actions.undo(at(leader, SOON), dossier)
    assert not Note.objects.of(desk.ward).exists()


def test_the_workspace_offers_it_with_the_minutes_left_and_the_citizen_sees_nothing(desk):
    from django.utils import timezone

    dossier = take_in(desk, timezone.now())
    browser = browser_of(desk.head)
    browser.post(f"/can-bo/ho-so/{dossier.code}/phan-cong/", {"handler": str(desk.specialist.id)})
    page = browser.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Hoàn tác được trong 15 phút nữa" in page
    assert browser.get(f"/can-bo/ho-so/{dossier.code}/hoan-tac/").status_code == 200
    other = browser_of(desk.specialist)
    assert "Hoàn tác được" not in other.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    answered = browser.post(f"/can-bo/ho-so/{dossier.code}/hoan-tac/", follow=True)
    assert "Đã hoàn tác" in answered.content.decode()
    assert Dossier.objects.of(desk.ward).get().state == State.RECEIVED
    citizen = browser_of()
    citizen.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    told = citizen.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Đã phân công" not in told
    assert browser.get(f"/can-bo/ho-so/{dossier.code}/hoan-tac/").status_code == 302
