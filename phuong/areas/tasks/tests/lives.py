"""How each move of a task is tried: who makes it, on what, and what must agree after it."""

from datetime import date

from phuong.areas.tasks import actions, policy
from phuong.areas.tasks.models import Occurrence, Task, TaskSeries
from phuong.areas.tasks.states import ASK_EXTENSION, LIFE, LIFE_SERIES
from phuong.areas.tasks.tests.builders import (
    LATER,
    House,
    begin_series,
    give,
    make_house,
    make_series,
    make_task,
)
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import FRIDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY, make_person
from tests.support.lives import Lives


def act_of(house, move, task, request_id=None):
    """Return the move as a call, by whoever may make it."""
    # Nobody asks for more time once the day has passed.
    now = FRIDAY if move is ASK_EXTENSION else NEXT_MONDAY
    doer = house.of(house.doer, now, request_id=request_id)
    leader = house.of(house.leader, now, request_id=request_id)
    return {
        "take_up": lambda: actions.take_up(doer, task),
        "report_progress": lambda: actions.report_progress(doer, task, words="Một nửa"),
        "report_done": lambda: actions.report_done(doer, task, words="Xong"),
        "ask_extension": lambda: actions.ask_extension(doer, task, by=LATER, reason="Mưa"),
        "extend": lambda: actions.extend(leader, task),
        "keep_date": lambda: actions.keep_date(leader, task, reason="Gấp"),
        "confirm": lambda: actions.confirm(leader, task, words="Tốt"),
        "send_back": lambda: actions.send_back(leader, task, reason="Thiếu"),
        "hand_on": lambda: actions.hand_on(leader, task, doer_id=house.helper.id, reason="Ốm"),
        "close_undone": lambda: actions.close_undone(leader, task, reason="Giải toả"),
        "cancel": lambda: actions.cancel(leader, task, reason="Thôi"),
    }[move.name]


def check_whole(ward):
    """Everything that is derived agrees with what it is derived from."""
    subjects = Subject.objects.of(ward).filter(kind="task")
    assert subjects.count() == Task.objects.of(ward).count()
    for subject in subjects:
        chain = list(Event.objects.of(ward).filter(subject_id=subject.id).order_by("seq"))
        assert [event.seq for event in chain] == list(range(1, subject.events + 1))
        assert chain[-1].hash == subject.head
        task = Task.objects.of(ward).get(id=subject.id)
        item = WorkItem.objects.of(ward).filter(subject_id=subject.id, slot="main").first()
        assert (item is not None) is task.is_open
        assert item is None or (item.state, item.due_at) == (task.state, task.due_at)
        assert task.extensions.filter(decided_at__isnull=True).count() == (
            task.state == "extension_asked"
        )
        assert task.first_due_on == date(2026, 11, 20)


def settle_in(place):
    """Return a house of the people who are there, with one more who helps."""
    people, ward = place.people, place.desk.ward
    helper = make_person(ward, Role.SPECIALIST, name="Lê Thị Giúp", unit=unit_of(people))
    forget_all()
    return House(
        ward,
        people["leader"],
        people["secretary"],
        people["unit_head"],
        people["specialist"],
        helper,
        people["other_unit"],
        people["administrator"],
    )


def unit_of(people):
    """Return the unit of the specialist."""
    return people["specialist"].appointments.get().post.unit


def typed(house, words):
    """Return a task given, one asked about and one reported, all their words being the same."""
    said = {"title": words, "product": words, "details": words, "basis": words}
    asked = give(house, TUESDAY, **said)
    doer = house.of(house.doer, WEDNESDAY)
    actions.report_progress(doer, asked, words=words)
    actions.ask_extension(doer, asked, by=LATER, reason=words)
    back = give(house, TUESDAY, **said)
    actions.report_done(doer, back, words=words)
    actions.send_back(house.of(house.leader, THURSDAY), back, reason=words)
    return {
        "given": give(house, TUESDAY, **said),
        "extension_asked": asked,
        "reported": actions.report_done(house.of(house.doer, FRIDAY), back, words=words),
    }


LIVES = Lives(
    life=LIFE,
    make_place=make_house,
    lead=make_task,
    ready=lambda house, move: make_task(house, sorted(move.sources)[0]),
    act=act_of,
    check_whole=check_whole,
    readable=policy.readable,
    kind="task",
    words="nha tro",
    settle_in=settle_in,
    shared=frozenset({"report_progress"}),
    typed=typed,
)


def act_of_series(house, move, series, request_id=None):
    """Return a move of a series as a call, by the leader who gave it."""
    leader = house.of(house.leader, NEXT_MONDAY, request_id=request_id)
    return {
        "pause": lambda: actions.pause_series(leader, series),
        "resume": lambda: actions.resume_series(leader, series),
        "change_doer": lambda: actions.change_doer(leader, series, doer_id=house.other.id),
        "end": lambda: actions.end_series(leader, series),
    }[move.name]


def check_series_whole(ward):
    """Every planned day has one row, every row its task, and the chains are whole."""
    for series in TaskSeries.objects.of(ward):
        subject = Subject.objects.of(ward).get(id=series.id)
        chain = list(Event.objects.of(ward).filter(subject_id=subject.id).order_by("seq"))
        assert [event.seq for event in chain] == list(range(1, subject.events + 1))
        assert chain[-1].hash == subject.head
        settled = list(series.occurrences.values_list("on", flat=True))
        assert len(settled) == len(set(settled))
        assert all(series.next_on is None or on < series.next_on for on in settled)
    given = Occurrence.objects.of(ward).filter(task__isnull=False).values_list("task_id", flat=True)
    assert sorted(given) == sorted(
        Task.objects.of(ward).filter(origin="series").values_list("id", flat=True)
    )


def typed_series(house, words):
    """Return a series of which all words are the same."""
    said = {"title": words, "product": words, "details": words, "basis": words}
    return {"running": begin_series(house, NEXT_MONDAY, first_on=NEXT_MONDAY.date(), **said)}


LIVES_SERIES = Lives(
    life=LIFE_SERIES,
    make_place=make_house,
    lead=make_series,
    ready=lambda house, move: make_series(house, sorted(move.sources)[-1]),
    act=act_of_series,
    check_whole=check_series_whole,
    readable=policy.readable_series,
    kind="task_series",
    words="ra soat",
    settle_in=settle_in,
    typed=typed_series,
)
