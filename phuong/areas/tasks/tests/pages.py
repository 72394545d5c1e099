"""What opens the pages of tasks: one task in every state, with a file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.areas.tasks import actions, jobs
from phuong.areas.tasks.states import OPEN, SeriesState, State
from phuong.areas.tasks.tests.builders import (
    House,
    clock_of,
    give,
    make_house,
    make_series,
    make_task,
    wanted,
)
from phuong.areas.tasks.views.moves import PAGES
from phuong.areas.tasks.views.series import PAGES as SERIES_PAGES
from phuong.kernel.access.api import clock
from phuong.kernel.audit.api import Subject
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.links import api as links
from phuong.kernel.wards.remembered import forget_all
from tests.support.builders import MONDAY
from tests.support.pages import Sample, World, on, sample

STOREY = 3
DOING = {"take_up", "report_done", "report_progress", "ask_extension"}


def the(state: State) -> Callable[[World], str]:
    """Return what looks up the code of the task in a state."""
    return lambda world: world.things["tasks"][state].code


def of_series(state: SeriesState) -> Callable[[World], str]:
    """Return what looks up the code of the series in a state."""
    return lambda world: world.things["series"][state].code


def file_of(state: State) -> Callable[[World], str]:
    """Return what looks up a file of the task in a state."""
    return lambda world: world.things["task_file"]


def _moves() -> list[Sample]:
    """Return each move, from the first state that it starts in."""
    found = []
    for slug, page in PAGES.items():
        source = next(state for state in State if state in page.move.sources)
        who = "specialist" if page.move.name in DOING else "leader"
        found.append(sample(who, code=the(source), slug=slug))
    return found


SAMPLES = {
    "tasks:list": [
        sample("specialist"),
        sample("leader", query="?cua=tat-ca&tinh-trang=moi"),
        sample("leader", query="?cua=tat-ca&tinh-trang=cham&q=nha%20tro"),
        sample("reception"),
    ],
    "tasks:export": [sample("leader", query="?cua=tat-ca&tinh-trang=moi")],
    "tasks:give": [sample("leader"), sample("unit_head")],
    "tasks:task": [
        *(sample("leader", code=the(state)) for state in State),
        *(sample("specialist", code=the(state)) for state in OPEN),
    ],
    "tasks:offer": [sample("leader", source_id=lambda world: world.things["offered"])],
    "tasks:decline": [sample("leader", source_id=lambda world: world.things["offered"])],
    "tasks:print": [sample("leader", code=the(State.GIVEN))],
    "tasks:attachment": [
        sample("leader", code=the(State.GIVEN), attachment_id=file_of(State.GIVEN))
    ],
    # What was done long ago stands.
    "tasks:undo": [
        sample("specialist", code=lambda world: world.things["just taken up"]),
        sample("leader", code=the(State.DOING), status=302),
    ],
    "tasks:series-list": [sample("leader"), sample("reception")],
    "tasks:series-begin": [sample("leader"), sample("unit_head")],
    "tasks:series": [sample("leader", code=of_series(one)) for one in SeriesState],
    "tasks:series-move": [
        sample("leader", code=of_series(sorted(page.move.sources)[-1]), slug=slug)
        for slug, page in SERIES_PAGES.items()
    ],
    "tasks:move": _moves(),
}

ALONE: dict[str, Any] = {"helpers": []}
LATER = on("by", date(2027, 3, 3))
FILLED = {
    "tasks:give": LATER | ALONE,
    "tasks:offer": LATER | ALONE,
    "tasks:move xin-gia-han": LATER,
    "tasks:series-begin": {"limit_days": "5"} | ALONE,
}


def seed(world: World) -> None:
    """Put a task in every state into the world, done by its specialist, given by its leader."""
    far = make_house("PM", ward=world.ward)
    house = House(
        world.ward,
        world.people["leader"],
        world.people["secretary"],
        world.people["unit_head"],
        world.people["specialist"],
        far.helper,
        far.other,
        world.people["administrator"],
    )
    forget_all()
    world.things["tasks"] = {state: make_task(house, state) for state in State}
    world.things["series"] = {state: make_series(house, state) for state in SeriesState}
    taken = actions.take_up(house.of(house.doer, clock.now()), make_task(house, State.GIVEN))
    world.things["just taken up"] = taken.code
    jobs.give_regular(clock_of(house, MONDAY))
    upload = SimpleUploadedFile("huong-dan.jpg", picture(), "image/jpeg")
    assert isinstance(upload.file, BytesIO)
    task = actions.give(
        house.of(house.leader, MONDAY),
        house.ward,
        wanted(house),
        files=[documents.receive(upload)],
    )
    world.things["tasks"][State.GIVEN] = task
    world.things["task_file"] = str(documents.of_subject(world.ward.pk, task.id)[0].id)
    source = Subject.objects.of(world.ward).get(id=give(house).id)
    links.offer(house.of(house.leader, MONDAY), source, "task", "Sửa bảng hướng dẫn ở quầy")
    world.things["offered"] = str(source.id)
