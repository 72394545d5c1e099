"""What time itself causes: the jobs that areas register, and whose turn it is to run one.

`phuong jobs` runs what is due. A turn is taken by one statement on the job's row, so that two
schedulers never run the same job of a ward at once; whoever dies in a turn leaves it to the next
after a while. Jobs may run twice or late: a scheduler that was off for three days changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from phuong.kernel.access.actors import Occasion
from phuong.kernel.workflow.models import Turn

# Longer than any job takes; somebody who died holds a job up for no longer.
LEASE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do again and again for a ward; it returns how many rows it changed.

    A job of the whole installation runs once, on the occasion of the ward that came first.
    """

    code: str
    every: timedelta
    run: Callable[[Occasion], int]
    of_installation: bool = False


_jobs: dict[str, Job] = {}


def register(*jobs: Job) -> None:
    """Make an area's jobs known; called once from its `AppConfig.ready`."""
    for job in jobs:
        _jobs[job.code] = job


def all_jobs() -> tuple[Job, ...]:
    """Return every job, in the order of registration."""
    return tuple(_jobs.values())


def take_turn(occasion: Occasion, job: Job) -> bool:
    """Claim the job's row if it is due and nobody holds it."""
    mine = Turn.objects.of(occasion.ward_id).filter(job=job.code)
    if not mine.exists():
        fresh = Turn(ward_id=occasion.ward_id, job=job.code)
        Turn.objects.bulk_create([fresh], ignore_conflicts=True)
    free = Q(held_until__isnull=True) | Q(held_until__lte=occasion.now)
    due = Q(begun_at__isnull=True) | Q(begun_at__lte=occasion.now - job.every)
    taken = mine.filter(free & due).update(held_until=occasion.now + LEASE, begun_at=occasion.now)
    return bool(taken)


def end_turn(occasion: Occasion, job: Job, changed: int | None) -> None:
    """Let the row go; `changed` is nothing where the job failed."""
    mine = Turn.objects.of(occasion.ward_id).filter(job=job.code, begun_at=occasion.now)
    if changed is None:
        mine.update(held_until=None, failed_at=occasion.now)
    else:
        mine.update(held_until=None, failed_at=None, done_at=occasion.now, changed=changed)
