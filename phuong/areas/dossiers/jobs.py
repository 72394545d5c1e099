"""Every write that time can cause. Each may run twice or late and changes nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, islice
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.models import (
    ApologyStanding,
    Dossier,
    Inquiry,
    ReturnMethod,
    SupplementRequest,
)
from phuong.areas.dossiers.states import LAPSE, LAPSE_PAYMENT, OPEN, PAUSED, RUNNING, State
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Place
from phuong.kernel.workdays import evaluate
from phuong.kernel.workflow.api import items
from phuong.kernel.workflow.clocks import Clocks, Moved
from phuong.kernel.workflow.schedule import Job

BATCH = 500
# Fewer settled dossiers would tell of single people.
FEWEST = 5
# A result that waited longer was told of often enough; the desk has its list.
STALE = timedelta(days=120)


def lapse_unanswered(occasion: Occasion) -> int:
    """Stop the dossiers whose supplement did not come in time."""
    stopped = 0
    waiting = SupplementRequest.objects.of(occasion.ward_id).filter(
        answered_at__isnull=True,
        answer_by__lt=occasion.today,
        dossier__state__in=LAPSE.sources | LAPSE_PAYMENT.sources,
        dossier__followed_on__isnull=True,
    )
    for request in waiting.select_related("dossier").order_by("answer_by", "id"):
        try:
            pays = request.asks == SupplementRequest.Asks.MONEY
            (actions.lapse_payment if pays else actions.lapse)(occasion, request.dossier)
        except WrongState:
            continue  # Answered in this very moment: the citizen was faster.
        stopped += 1
    return stopped


def discard_old_drafts(occasion: Occasion, *, days: int) -> int:
    """Erase drafts that nobody finished within the days they are kept."""
    old = Dossier.objects.of(occasion.ward_id).filter(
        state__in=(State.DRAFT, State.PREPARED),
        created_at__lt=occasion.now - timedelta(days=days),
    )
    erased = 0
    for dossier in old.order_by("id")[:BATCH]:
        try:
            actions.discard(occasion, dossier)
        except WrongState:
            continue  # Sent in this very moment: the citizen was faster.
        erased += 1
    return erased


def rebuild_due_dates(occasion: Occasion, *, apply: bool, most: int | None = None) -> list[Moved]:
    """Work every open clock out again by the calendar of the occasion; tell what moved.

    The citizen's promise never gets later by it: an earlier date is promised at once, a later one
    only moves the due date of the law. Stopped after `most`, or in the middle, it goes on where
    it was: what is moved already is not found again.
    """
    moved: list[Moved] = []
    for dossier in _open_clocks(occasion.ward_id):
        due = evaluate_of(dossier, occasion)
        if due == dossier.due_at:
            continue
        promised = dossier.shown_promise_at
        moved.append(
            Moved(
                dossier.code,
                dossier.due_at,
                due,
                promised,
                told=due is not None and promised is not None and due < promised,
                address=reverse("dossiers:workspace", args=[dossier.code]),
            )
        )
        if apply:
            _move(occasion, dossier.id)
        if most is not None and len(moved) >= most:
            break
    return moved


def evaluate_of(dossier: Dossier, occasion: Occasion) -> datetime | None:
    """Return the due instant of a dossier by the calendar of an occasion."""
    clock = dossier.clock(sorted(dossier.pauses.all(), key=lambda pause: pause.begins_at))
    return evaluate(clock, occasion.calendar).at if clock is not None else None


def _open_clocks(ward_id: int) -> Iterator[Dossier]:
    """Go through the open clocks page by page, so that a crash loses nothing but the page."""
    after: UUID | None = None
    while True:
        rows = Dossier.objects.of(ward_id).filter(state__in=RUNNING | PAUSED).order_by("id")
        rows = rows.prefetch_related("pauses")
        page = list(rows.filter(id__gt=after)[:BATCH] if after else rows[:BATCH])
        if not page:
            return
        yield from page
        after = page[-1].id


@transaction.atomic
def _move(occasion: Occasion, dossier_id: UUID) -> None:
    subject = audit.lock(occasion.ward_id, dossier_id)
    dossier = Dossier.objects.of(occasion.ward_id).select_related("applicant").get(id=dossier_id)
    if dossier.state not in OPEN:
        return
    before, was = acts.counted(dossier), dossier.due_at
    acts.work_out(occasion, dossier, queries.pauses_of(dossier))
    if dossier.due_at == was:
        return
    promise = dossier.shown_promise_at
    if dossier.due_at is not None and promise is not None and dossier.due_at < promise:
        dossier.shown_promise_at = dossier.due_at
    dossier.save(update_fields=["due_at", "due_on", "target_at", "target_on", "shown_promise_at"])
    audit.record(occasion, subject, "dossiers.recompute", before=was, due=dossier.due_at)
    items.move_due(occasion.ward_id, dossier_id, dossier.target_at)
    if dossier.shown_promise_at != promise:
        acts.tell(occasion, subject, dossier, "recompute")
    acts.tally(dossier, before)


def rebuild_reply_days(occasion: Occasion, *, apply: bool, most: int | None = None) -> list[Moved]:
    """Work out anew until when those who were asked should answer; nobody was promised that."""
    moved: list[Moved] = []
    waiting = Inquiry.objects.of(occasion.ward_id).waiting().select_related("dossier")
    for inquiry in waiting.order_by("id").iterator(BATCH):
        due = evaluate(inquiry.clock, occasion.calendar).at
        if due == inquiry.due_at:
            continue
        address = reverse("dossiers:workspace", args=[inquiry.dossier.code])
        moved.append(Moved(inquiry.code, inquiry.due_at, due, address=address))
        if apply:
            actions.recount_inquiry(occasion, inquiry)
        if most is not None and len(moved) >= most:
            break
    return moved


def rebuild(occasion: Occasion) -> int:
    """Move what a calendar decision moves and nobody has moved yet."""
    made = (rebuild_due_dates, rebuild_reply_days)
    return sum(len(each(occasion, apply=True)) for each in made)


CLOCKS = Clocks(
    "dossier",
    preview=lambda occasion: rebuild_due_dates(occasion, apply=False),
    rebuild=lambda occasion, most: len(rebuild_due_dates(occasion, apply=True, most=most)),
)
REPLY_CLOCKS = Clocks(
    "inquiry",
    preview=lambda occasion: rebuild_reply_days(occasion, apply=False),
    rebuild=lambda occasion, most: len(rebuild_reply_days(occasion, apply=True, most=most)),
)


def discard_drafts(occasion: Occasion) -> int:
    """Erase the drafts that were kept as long as the ward keeps them."""
    return discard_old_drafts(occasion, days=law.number("dossiers.draft_kept", occasion.today))


def work_out_usual_times(occasion: Occasion) -> int:
    """Work out anew how long dossiers of each procedure usually take, over the last months."""
    today = occasion.today
    months = law.number("dossiers.usual_months", today)
    back = today.year * 12 + today.month - 1 - months
    first = date(back // 12, back % 12 + 1, 1)
    # Whole months alone: what changed from one day to the next would tell what that day held.
    last = today.replace(day=1) - timedelta(days=1)
    rows = queries.settled(occasion.ward_id, first, last)
    found = queries.usual(rows, first, last, occasion.now, FEWEST)
    return measures.write_typical(occasion.ward_id, queries.TIME, found)


def remind_applicants(occasion: Occasion) -> int:
    """Remind of supplements that are about to lapse and of results that wait: each time once.

    Whoever was promised a result that has not come, and was sent no apology, is told that too.

    What fell due while nothing ran is told at the next round, and says for when it was.
    """
    told = 0
    waiting = (_waiting_for_papers, _waiting_to_be_fetched, _waiting_too_long)
    for page in batched(chain.from_iterable(each(occasion) for each in waiting)):
        asked = {key for due in page for key in actions.keys_of(due.dossier.id, due.due, due.about)}
        done = notices.was_told(occasion.ward_id, asked)
        for each in page:
            if done.isdisjoint(actions.keys_of(each.dossier.id, each.due, each.about)):
                told += actions.remind(occasion, each.dossier, each.due, each.about, each.places)
    return told


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier whose applicant should be reminded, of what, and what the message names."""

    dossier: Dossier
    due: rules.Reminder
    about: UUID
    places: dict[str, Place]


def _waiting_for_papers(occasion: Occasion) -> Iterator[Waiting]:
    rows = SupplementRequest.objects.of(occasion.ward_id).filter(
        answered_at__isnull=True,
        answer_by__gte=occasion.today,
        dossier__state__in=LAPSE.sources | LAPSE_PAYMENT.sources,
    )
    for row in rows.select_related("dossier").order_by("answer_by", "id").iterator(BATCH):
        asked_on = row.asked_at.astimezone(HERE).date()
        due = rules.reminder_of_request(asked_on, row.answer_by, occasion.today, occasion.calendar)
        if due is not None and row.asks == SupplementRequest.Asks.MONEY:
            due = replace(due, template="remind_payment")
        if due is not None:
            yield Waiting(row.dossier, due, row.id, {"by": row.answer_by})


def _waiting_to_be_fetched(occasion: Occasion) -> Iterator[Waiting]:
    keys = ("dossiers.fetch_reminder", "dossiers.fetch_reminder_again")
    waits = [law.number(key, occasion.today) for key in keys]
    rows = Dossier.objects.of(occasion.ward_id).filter(
        state=State.READY,
        return_method=ReturnMethod.COUNTER,
        finished_on__gt=occasion.today - STALE,
    )
    for row in rows.order_by("finished_on", "id").iterator(BATCH):
        due = row.finished_on and rules.reminder_of_result(
            row.finished_on, waits, occasion.today, occasion.calendar
        )
        if row.finished_on and due:
            yield Waiting(row, due, row.id, {"ready": row.finished_on})


def _waiting_too_long(occasion: Occasion) -> Iterator[Waiting]:
    rows = Dossier.objects.of(occasion.ward_id).late(occasion.today).own()
    rows = rows.filter(target_on__gt=occasion.today - STALE).exclude(apology=ApologyStanding.SENT)
    for row in rows.order_by("target_on", "id").iterator(BATCH):
        yield Waiting(row, rules.Reminder("late", "once", occasion.today), row.id, {})


def batched(waiting: Iterator[Waiting]) -> Iterator[list[Waiting]]:
    """Return a long row of things in pages."""
    while page := list(islice(waiting, BATCH)):
        yield page


JOBS = (
    Job("dossiers.remind", timedelta(hours=1), remind_applicants, label=_("Nhắc người nộp")),
    Job(
        "dossiers.askers",
        timedelta(hours=1),
        actions.remind_askers,
        label=_("Nhắc người hỏi ý kiến"),
    ),
    Job(
        "dossiers.rebuild_due_dates",
        timedelta(minutes=10),
        rebuild,
        label=_("Tính lại hạn theo quyết định về lịch"),
    ),
    Job(
        "dossiers.lapse",
        timedelta(hours=1),
        lapse_unanswered,
        label=_("Dừng hồ sơ quá hạn bổ sung"),
    ),
    Job("dossiers.drafts", timedelta(hours=6), discard_drafts, label=_("Xoá bản nháp đã cũ")),
    Job(
        "dossiers.usual",
        timedelta(hours=12),
        work_out_usual_times,
        label=_("Tính thời gian thường thấy"),
    ),
)
