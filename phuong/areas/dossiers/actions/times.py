"""Keeping how long a settled dossier took, by place, for what is usual."""

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier, Pause, Spent
from phuong.kernel.access.api import Occasion
from phuong.kernel.workdays import Pause as Stood
from phuong.kernel.workdays import counted_in, spent


def keep_time(occasion: Occasion, dossier: Dossier, pauses: list[Pause]) -> None:
    """Write the time of a dossier that has its result, out of its events: two statements."""
    trail = queries.passages(queries.trail_of(dossier))
    stays = queries.stays(dossier, trail, occasion.now, occasion.calendar)
    received, finished, on = dossier.received_at, dossier.finished_at, dossier.finished_on
    if stays is None or received is None or finished is None or on is None:
        return
    stood = [Stood(pause.begins_at, pause.ends_at) for pause in pauses]
    Spent.objects.bulk_create(
        [
            Spent(
                ward_id=dossier.ward_id,
                dossier=dossier,
                procedure=queries.version(dossier).slug,
                finished_on=on,
                counted_in=counted_in(dossier.limit.unit),
                used=spent(
                    dossier.limit.unit,
                    received,
                    finished,
                    stood,
                    occasion.calendar,
                ),
                parts=[[one.place.key, one.share.working, one.share.clock] for one in stays.parts],
            )
        ],
        update_conflicts=True,
        unique_fields=["ward", "dossier"],
        update_fields=["procedure", "finished_on", "counted_in", "used", "parts"],
    )


def forget_time(dossier: Dossier) -> None:
    """Drop the time of a dossier whose result was taken back: it is not settled."""
    Spent.objects.of(dossier.ward_id).filter(dossier=dossier).delete()
