"""Correcting a procedure by a new version of the ward's own, from a day on."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from phuong.areas.procedures import policy, rules
from phuong.areas.procedures.actions.catalogue import (
    forget_all,
    next_number,
    record,
    row_of,
    write_version,
)
from phuong.areas.procedures.models import Procedure, Version
from phuong.areas.procedures.rules.fee_tables import fees_of
from phuong.areas.procedures.rules.rows import FeeRow, PaperRow, VersionRow
from phuong.areas.procedures.rules.versions import Certainty
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays import Limit

VERB = "procedures.correct"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a procedure is from a day on; a limit of None stays as it is."""

    first: date
    limit: Limit | None
    fees: tuple[FeeRow, ...]
    channel: str
    papers: tuple[PaperRow, ...]
    note: str


@transaction.atomic
def correct(occasion: Occasion, procedure: Procedure, given: Correction, *, seen: UUID) -> Version:
    """Make the ward's own version from a day on; the one before it ends the day before.

    Nothing of the pack is edited, and dossiers already begun keep the version they began under.
    `seen` is the version that the page showed: whoever came second sees what the first one did.
    """
    policy.check(occasion.actor)
    rules.confirming.check_note(given.note)
    rules.correcting.check_first(given.first, occasion.today)
    if given.limit is not None:
        rules.confirming.check_limit(given.limit.unit.value, given.limit.n)
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if (earlier := audit.already(occasion)) is not None:
        return Version.objects.get(pk=json.loads(earlier.body)["facts"]["version"])
    base = _seen(occasion, procedure, given.first, seen)
    before = row_of(base)
    if given.fees != fees_of(before) or (given.fees and given.channel != before.channel):
        rules.fee_tables.check_table(given.fees, given.channel)
    row = _corrected(before, given)
    rules.correcting.check_different(before, row)
    version = write_version(
        procedure,
        row,
        number=next_number(procedure, occasion.ward_id),
        ward_id=occasion.ward_id,
        based_on=base,
        confirmed_by=occasion.actor_id,
        confirmed_at=occasion.now,
        note=given.note.strip(),
        note_salt=audit.new_salt(),
    )
    changed = rules.correcting.changed(before, row)
    facts: dict[str, audit.Fact] = {
        "first": given.first,
        "papers": len(row.papers),
        "changed": audit.Code(changed),
    }
    record(occasion, procedure, version, VERB, **facts)
    forget_all()
    return version


def _seen(occasion: Occasion, procedure: Procedure, first: date, seen: UUID) -> Version:
    """Return the version in force on the first day, as long as it is the one that was shown."""
    known = Version.objects.for_ward(occasion.ward_id).filter(procedure=procedure)
    base = rules.versions.in_force(known, first)
    if base is None:
        raise RuleBroken(
            "procedures.not-in-force", _("Thủ tục này không còn, hoặc chưa có hiệu lực.")
        )
    if base.pk != seen:
        raise RuleBroken(
            "procedures.version.newer",
            _("Từ ngày ấy thủ tục có phiên bản khác với bản đang sửa. Tải lại trang rồi sửa tiếp."),
            field="first",
        )
    return base


def _corrected(before: VersionRow, given: Correction) -> VersionRow:
    """Change what was given; a mark of certainty stays with what stays."""
    row = replace(
        before, valid_from=given.first, valid_to=None, channel=given.channel, papers=given.papers
    )
    if given.limit is not None and not _same_limit(before, given.limit):
        row = replace(
            row,
            limit_unit=given.limit.unit.value,
            limit_n=None if given.limit.is_bare else int(given.limit.n),
            limit_text=rules.confirming.limit_words(given.limit.unit.value, int(given.limit.n)),
            certainty_time=Certainty.CONFIRMED.value,
        )
    if given.fees != fees_of(before):
        row = replace(row, **_priced(before, given.fees))
    return row if row.needs_review else replace(row, review_note="")


def _priced(before: VersionRow, fees: tuple[FeeRow, ...]) -> dict[str, Any]:
    """Return what a new table of fees changes; where a line is still unknown the doubt stays."""
    doubtful = any(fee.local for fee in fees)
    return {
        "fees": fees,
        "fee_amount": rules.fees.single_fee(fees),
        "fee_text": rules.fee_tables.table_words(fees),
        "certainty_fee": before.certainty_fee if doubtful else Certainty.CONFIRMED.value,
    }


def _same_limit(before: VersionRow, limit: Limit) -> bool:
    n = None if limit.is_bare else int(limit.n)
    return (before.limit_unit, before.limit_n) == (limit.unit.value, n)
