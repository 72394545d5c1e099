"""Two people at once, a double click, and a process killed between two lines. Real commits."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from phuong.areas.dossiers import actions, measures
from phuong.areas.dossiers.models import Applicant, Dossier, Paper
from phuong.areas.dossiers.states import BY_TIME, LIFE, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    APOLOGY,
    ASKED,
    GROUND,
    make_desk,
    make_dossier,
    make_ready_for,
    open_request_of,
    take_in,
)
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.errors import Refusal, WrongState
from phuong.kernel.measures import api as figures
from phuong.kernel.wards.models import Ward
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    WEDNESDAY,
    load_law_values,
)

pytestmark = pytest.mark.slow
# Time sends no form.
SENT_BY_PEOPLE = [move for move in LIFE if move.name not in BY_TIME]


@pytest.fixture
def desk(committed_db):
    return make_desk()


def at_once(*jobs):
    """Run every job in a thread of its own, all beginning together; return what each gave."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        gate.wait()
        try:
            answers[number] = job()
        except Refusal as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def act_of(desk, move, dossier, request_id=None):
    """Return the move as a call, by whoever may make it."""
    # A letter of apology is drafted and signed before the promised day, all else may be later.
    before = move.name in ("draft_apology", "apologize", "return_apology")
    on = {"now": WEDNESDAY if before else NEXT_MONDAY, "request_id": request_id}
    owner = desk.owner(dossier, NEXT_MONDAY, request_id=request_id)
    reception, specialist = desk.of(desk.reception, **on), desk.of(desk.specialist, **on)
    leader, head = desk.of(desk.leader, **on), desk.of(desk.head, **on)
    asking = {"days": 30, "allowed": 1}

    def answers():
        return {item.id: "file" for item in open_request_of(dossier).items.all()}

    return {
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
        "assign": lambda: actions.assign(head, dossier, desk.specialist.id),
        "reassign": lambda: actions.reassign(head, dossier, desk.head.id, reason="Nghỉ phép"),
        "take_up": lambda: actions.take_up(specialist, dossier),
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
        "stop": lambda: actions.stop(leader, dossier, **GROUND),
        "lapse": lambda: actions.lapse(desk.clock(FRIDAY.replace(year=2027)), dossier),
        "withdraw": lambda: actions.withdraw(owner, dossier),
    }[move.name]


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


@pytest.mark.parametrize("move", LIFE.moves, ids=lambda move: move.name)
def test_of_two_officers_at_once_one_acts_and_the_other_is_told(desk, move):
    dossier = make_ready_for(desk, move, sorted(move.sources)[0])
    # Answering before receipt leads nowhere else, and a letter may be written anew.
    again = move.target in move.sources or move.target is None
    before = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    answers = at_once(act_of(desk, move, dossier), act_of(desk, move, dossier))
    events = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count() - before
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert (len(refused), events) == (1, 1), answers
    assert again or isinstance(refused[0], WrongState)
    check_whole(desk.ward)


@pytest.mark.parametrize("move", SENT_BY_PEOPLE, ids=lambda move: move.name)
def test_a_double_click_on_any_move_is_one_act_with_one_answer(desk, move):
    dossier = make_ready_for(desk, move, sorted(move.sources)[0])
    request_id = uuid.uuid4()
    before = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    answers = at_once(*(act_of(desk, move, dossier, request_id) for _click in range(2)))
    assert [type(answer) for answer in answers] == [Dossier, Dossier], answers
    assert Event.objects.of(desk.ward).filter(subject_id=dossier.id).count() == before + 1
    check_whole(desk.ward)


def test_of_two_undos_at_once_one_takes_back_and_the_other_is_told(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    events = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    answers = at_once(*2 * [lambda: actions.undo(desk.of(desk.head, NEXT_MONDAY), dossier)])
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [type(answer) for answer in refused] == [WrongState]
    assert Event.objects.of(desk.ward).filter(subject_id=dossier.id).count() == events + 1
    check_whole(desk.ward)


def test_a_double_click_on_undo_is_one_act_with_one_answer(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    request_id = uuid.uuid4()
    by = {"now": NEXT_MONDAY, "request_id": request_id}
    answers = at_once(*2 * [lambda: actions.undo(desk.of(desk.head, **by), dossier)])
    assert [type(answer) for answer in answers] == [Dossier, Dossier], answers
    check_whole(desk.ward)


def test_of_an_undo_and_the_next_move_at_once_only_one_happens(desk):
    dossier = take_in(desk)
    actions.assign(desk.of(desk.head, NEXT_MONDAY), dossier, desk.specialist.id)
    answers = at_once(
        lambda: actions.undo(desk.of(desk.head, NEXT_MONDAY), dossier),
        lambda: actions.submit(
            desk.of(desk.specialist, NEXT_MONDAY), dossier, kind="Giấy", summary=""
        ),
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1, answers
    check_whole(desk.ward)


def test_a_filing_sent_eight_times_at_once_makes_one_dossier(desk):
    request_id = uuid.uuid4()
    answers = at_once(*(lambda: take_in(desk, request_id=request_id) for _click in range(8)))
    assert {answer.code for answer in answers} == {"PM-261116-0001"}
    assert Dossier.objects.of(desk.ward).count() == 1
    check_whole(desk.ward)


def test_eight_desks_at_once_draw_eight_codes_without_a_gap(desk):
    answers = at_once(*(lambda: take_in(desk) for _desk in range(8)))
    assert sorted(answer.code for answer in answers) == [f"PM-261116-{n:04}" for n in range(1, 9)]
    check_whole(desk.ward)


FILING = """
import django
django.setup()
from phuong.areas.dossiers.tests.builders import ALL_PAPERS, HUONG, MONDAY, Ward
from phuong.areas.dossiers import actions
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Person
from tests.support.builders import occasion_of
import sys
ward = Ward.objects.get()
version = procedures.current(ward.pk, "khai-sinh", MONDAY.date())
reception = Person.objects.of(ward).get(name="Lê Thị Tiếp")
print("ready", flush=True)
while True:
    made = actions.take_in(occasion_of(reception, MONDAY), ward, version, HUONG, ALL_PAPERS)
    print(made.code, flush=True)
"""


def _address_of_the_database():
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{chosen['NAME']}").geturl()


@pytest.mark.parametrize("turn", range(6))
def test_a_process_killed_in_the_middle_leaves_nothing_half_and_loses_nothing(desk, turn):
    load_law_values()
    surroundings = os.environ | {
        "DATABASE_URL": _address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
    filing = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", FILING],
        env=surroundings,
        cwd=Path(__file__).parents[4],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert filing.stdout is not None
    assert filing.stdout.readline().strip() == "ready"
    time.sleep(0.15 + turn * 0.0173)
    filing.send_signal(signal.SIGKILL)
    told = filing.stdout.read().split()
    filing.wait()
    filing.stdout.close()
    kept = set(Dossier.objects.of(desk.ward).values_list("code", flat=True))
    assert set(told) <= kept
    assert len(kept) <= len(told) + 1
    assert len(told) >= 1
    check_whole(desk.ward)
    papers = Paper.objects.of(desk.ward).count()
    assert papers == 2 * len(kept)
    for measure in measures.MEASURES:
        [total] = figures.totals(desk.ward.pk, [figures.Ask(measure.code)])
        rows = measure.rows(desk.of(desk.leader, MONDAY).actor, figures.Window())
        assert sum(total.values()) == rows.count()


def test_the_states_that_can_be_led_to_are_all_of_them(desk):
    assert {make_dossier(desk, state).state for state in State} == set(State)
    assert Ward.objects.count() == 1
