"""What time causes in an installation: the kernel's own jobs, and the round that runs them all."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from phuong.areas.accounts import api as accounts
from phuong.delivery import digests
from phuong.kernel.access.api import Actor, Occasion, throttle
from phuong.kernel.audit import jobs as audit
from phuong.kernel.audit import stamps
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.notices import api as notices
from phuong.kernel.wards.models import Ward
from phuong.kernel.workflow.api import schedule
from phuong.kernel.workflow.schedule import Job

log = logging.getLogger(__name__)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One turn of a job: what it changed, or nothing where it failed."""

    ward: str
    job: str
    changed: int | None


def _fold(occasion: Occasion) -> int:
    return measures.fold(occasion.ward_id)


def _seal(occasion: Occasion) -> int:
    """Seal the days that are over; nothing can be added to them any more."""
    return len(audit.seal(occasion.ward_id, occasion.today - DAY, occasion.now))


def _stamp(occasion: Occasion) -> int:
    """Have seals stamped by the authority that the settings name, if they name one."""
    authority = stamps.authority()
    return audit.stamp(occasion.ward_id, occasion.now, authority) if authority else 0


def _forget_tries(occasion: Occasion) -> int:
    return throttle.forget(occasion.ward_id, occasion.now - DAY)


def _deliver(occasion: Occasion) -> int:
    return notices.deliver(occasion.now).total()


def _sweep(occasion: Occasion) -> int:
    swept = documents.sweep()
    return swept.contents + swept.unfinished


def _end_sessions(occasion: Occasion) -> int:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return 0


def _digest(occasion: Occasion) -> int:
    """Tell each official once a day what is late and near; a day that was missed is not told."""
    planned = digests.planned_at(occasion)
    if planned is None or occasion.now < planned:
        return 0
    late = occasion.now > planned + digests.IN_TIME
    template = digests.DIGEST_LATE if late else digests.DIGEST
    told, mails = 0, accounts.mails_for_digests(occasion.ward_id)
    day = f"digest:{occasion.today.isoformat()}"
    for actor in digests.officials(occasion):
        found = digests.numbers(occasion, actor)
        if actor.person_id is None or not any(found.values()):
            continue
        params: dict[str, notices.Place] = {**found, **({"planned": planned} if late else {})}
        is_new = notices.tell_person(
            occasion, actor.person_id, template.code, key=day, params=params
        )
        if is_new and actor.person_id in mails:
            # A letter of yesterday that never got out is no news today.
            notices.tell_address(
                occasion,
                mails[actor.person_id],
                template.code,
                key=f"{actor.person_id}:{day}",
                replaces=f"{actor.person_id}:digest:",
                params=params,
            )
        told += is_new
    return told


OURS = (
    Job("delivery.digest", 15 * MINUTE, _digest, label=_("Tin việc trong ngày cho cán bộ")),
    Job("measures.fold", MINUTE, _fold, label=_("Cộng số liệu")),
    Job("notices.deliver", MINUTE, _deliver, of_installation=True, label=_("Gửi tin, thư")),
    Job("audit.seal", HOUR, _seal, label=_("Niêm phong lịch sử hằng ngày")),
    Job("audit.stamp", HOUR, _stamp, label=_("Xin dấu thời gian cho niêm phong")),
    Job("access.forget-tries", DAY, _forget_tries, label=_("Quên các lần dò mã đã cũ")),
    Job(
        "documents.sweep",
        DAY,
        _sweep,
        of_installation=True,
        label=_("Dọn tệp không thuộc hồ sơ nào"),
    ),
    Job(
        "sessions.end",
        DAY,
        _end_sessions,
        of_installation=True,
        label=_("Dọn phiên đăng nhập đã hết"),
    ),
)


def all_jobs() -> tuple[Job, ...]:
    """Return every job of the installation: the kernel's and the areas'."""
    return (*OURS, *schedule.all_jobs())


def round_of(now: datetime, *, ward: str = "") -> Iterator[Done]:
    """Run what is due, ward by ward; the fault of one job holds up no other."""
    wards = list(Ward.objects.filter(succeeded_by__isnull=True).order_by("pk"))
    for place, each in enumerate(wards):
        if ward and each.code_prefix != ward:
            continue
        calendar = law.calendar(each.pk, known_at=now)
        occasion = Occasion(Actor.clock(each.pk), now, calendar)
        for job in all_jobs():
            if job.of_installation and place:
                continue
            if schedule.take_turn(occasion, job):
                yield Done(each.code_prefix, job.code, _run(occasion, job))


def _run(occasion: Occasion, job: Job) -> int | None:
    try:
        changed: int | None = job.run(occasion)
    except Exception:
        # Whatever went wrong in one job is written down, and the others still run.
        log.exception("job %s of ward %s failed", job.code, occasion.ward_id)
        changed = None
    schedule.end_turn(occasion, job, changed)
    return changed
