"""Choosing which procedures the ward takes in; each change is an event of its procedure."""

from collections.abc import Collection

from django.db import transaction

from phuong.areas.procedures import policy, queries, rules
from phuong.areas.procedures.actions.catalogue import forget_all, tell
from phuong.areas.procedures.models import NotOffered, Procedure
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit

STOP, RESUME = "procedures.stop_offering", "procedures.offer"


@transaction.atomic
def choose_offered(
    occasion: Occasion, *, stop: Collection[str], resume: Collection[str], where: str = ""
) -> int:
    """Stop taking some procedures in and take others in again; return how many changed.

    Dossiers that came before go on. What somebody else changed in the meantime stays as it is.
    """
    policy.check(occasion.actor)
    if audit.already(occasion) is not None:
        return 0
    rules.offering.check_changed(len(stop) + len(resume))
    if stop:
        rules.offering.check_where(where)
    wanted = Procedure.objects.select_for_update().filter(slug__in={*stop, *resume})
    known = list(wanted.order_by("pk"))
    rows = {row.procedure_id: row for row in NotOffered.objects.of(occasion.ward_id)}
    changes = 0
    for procedure in known:
        row = rows.get(procedure.pk)
        if procedure.slug in stop and row is None:
            rows[procedure.pk] = _stop(occasion, procedure, where.strip())
            changes += 1
        elif procedure.slug in resume and row is not None:
            tell(occasion, procedure, RESUME, {})
            del rows[procedure.pk]
            row.delete()
            changes += 1
    offered = queries.catalogue(occasion.ward_id, occasion.today)
    rules.offering.check_left(sum(one.procedure_id not in rows for one in offered))
    forget_all()
    return changes


def _stop(occasion: Occasion, procedure: Procedure, where: str) -> NotOffered:
    salt = audit.new_salt()
    tell(occasion, procedure, STOP, {"where": audit.Digest.of(salt, where)})
    return NotOffered.objects.create(
        ward_id=occasion.ward_id,
        procedure=procedure,
        since=occasion.now,
        where=where,
        salt=salt,
    )
