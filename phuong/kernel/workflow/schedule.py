"""What time itself causes: the jobs that areas register, and whose turn it is to run one.

`phuong jobs` runs what is due. A turn is taken by one statement on the job's row, so that two
schedulers never run the same job of a ward at once; whoever dies in a turn leaves it to the next
after a while, and a job that failed is tried again soon. Jobs may run twice or late: a scheduler
that was off for three days changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Least

from phuong.kernel.access.actors import Occasion
from phuong.kernel.text.words import Words
from phuong.kernel.workflow.models import Turn

# Longer than any job takes; somebody who died holds a job up for no longer.
LEASE = timedelta(minutes=15)
# After a failure: a minute, four, sixteen, an hour, and no later than its own rhythm.
RETRY = timedelta(minutes=1)
MOST_FAILURES = 12


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do again and again for a ward; it returns how many rows it changed.

    A job of the whole installation runs once, on the occasion of the ward that came first.
    `label` says to administrators what it does.
    """

    code: str
    every: timedelta
    run: Callable[[Occasion], int]
    of_installation: bool = False
    label: Words = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """When a job was last begun, came to an end or failed, and whether it is long overdue."""

    job: Job
    begun_at: datetime | None
    done_at: datetime | None
    failed_at: datetime | None
    changed: int
    late: bool


_jobs: dict[str, Job] = {}


def register(*jobs: Job) -> None:
    """Make an area's jobs known; called once from its `AppConfig.ready`."""
    for job in jobs:
        _jobs[job.code] = job


def all_jobs() -> tuple[Job, ...]:
    """Return every job, in the order of registration."""
    return tuple(_jobs.values())


def take_turn(occasion: Occasion, job: Job) -> bool:
    """Claim the job's row if it is due and nobody holds it.

    Whose lease ran out has died in the turn: that counts as a failure. A moment in the future was
    written by a clock that has been put right since, and holds nothing up.
    """
    mine = Turn.objects.of(occasion.ward_id).filter(job=job.code)
    turn = mine.first()
    if turn is None:
        fresh = Turn(ward_id=occasion.ward_id, job=job.code)
        Turn.objects.bulk_create([fresh], ignore_conflicts=True)
        turn = mine.get()
    now = occasion.now
    if turn.held_until is not None and now < turn.held_until <= now + LEASE:
        return False
    if turn.begun_at is not None and now - wait_of(job, turn.failures) < turn.begun_at <= now:
        return False
    died = turn.held_until is not None
    # Of two who saw the same row, one finds it as it was.
    unchanged = mine.filter(failures=turn.failures, **_as_it_was(turn))
    return bool(
        unchanged.update(
            held_until=now + LEASE, begun_at=now, failures=min(turn.failures + died, MOST_FAILURES)
        )
    )


def wait_of(job: Job, failures: int) -> timedelta:
    """Return how long a job rests: after a failure it is tried again soon, then ever later."""
    return min(job.every, RETRY * 4 ** (failures - 1)) if failures else job.every


def end_turn(occasion: Occasion, job: Job, changed: int | None) -> None:
    """Let the row go; `changed` is nothing where the job failed."""
    mine = Turn.objects.of(occasion.ward_id).filter(job=job.code, begun_at=occasion.now)
    if changed is None:
        failures = Least(F("failures") + 1, Value(MOST_FAILURES))
        mine.update(held_until=None, failed_at=occasion.now, failures=failures)
    else:
        mine.update(
            held_until=None, failed_at=None, done_at=occasion.now, changed=changed, failures=0
        )


def standings(ward_id: int, now: datetime, jobs: Iterable[Job]) -> list[Standing]:
    """Return how each of some jobs of a ward stands, by their codes: one statement.

    A job of the installation has its row in the first ward.
    """
    known = {job.code: job for job in jobs}
    return [
        Standing(
            known[turn.job],
            turn.begun_at,
            turn.done_at,
            turn.failed_at,
            turn.changed,
            _is_late(known[turn.job], turn, now),
        )
        for turn in Turn.objects.of(ward_id).order_by("job")
        if turn.job in known
    ]


def _is_late(job: Job, turn: Turn, now: datetime) -> bool:
    """Tell whether a job has not come to a good end for far longer than its rhythm."""
    return turn.done_at is None or now - turn.done_at > 2 * job.every + LEASE


def _as_it_was(turn: Turn) -> dict[str, Any]:
    return {
        name if value is not None else f"{name}__isnull": value if value is not None else True
        for name, value in (("held_until", turn.held_until), ("begun_at", turn.begun_at))
    }
