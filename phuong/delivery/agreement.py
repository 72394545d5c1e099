"""Does what stands agree with what it follows from? Worked out anew, ward by ward.

Acts write figures, open work and due dates beside the rows that they change, in one transaction.
Here all of it is worked out again from the rows, what is searched in is compared, every file is
read by its hash, and the history is checked; a crash, a fault of ours or a hand in the database
shows.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from phuong.delivery.soundness import Fault
from phuong.kernel.access.api import Actor, Occasion
from phuong.kernel.audit import proof
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.store import store
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.wards import finding
from phuong.kernel.wards.models import Ward
from phuong.kernel.workflow.api import clocks
from phuong.kernel.workflow.models import WorkItem

Tell = Callable[[str], object]
# So many of a kind are told; the rest is a number.
SHOWN = 10
BATCH = 500
PIECE = 1 << 20


def disagreements(now: datetime, *, tell: Tell) -> list[Fault]:
    """Look at every ward; `tell` hears how much was looked at."""
    found: list[Fault] = []
    for ward in Ward.objects.order_by("id"):
        looked: Counter[str] = Counter()
        found += _of_ward(ward, now, looked)
        tell(
            _(
                "%(ward)s: đã tính lại %(rows)d bản ghi, %(cells)d ô số liệu, %(items)d việc;"
                " đã đọc %(files)d tệp, %(events)d sự kiện."
            )
            % {"ward": ward.name, **{name: looked[name] for name in _COUNTED}}
        )
    return found


_COUNTED = ("rows", "cells", "items", "files", "events")


def _of_ward(ward: Ward, now: datetime, looked: Counter[str]) -> Iterator[Fault]:
    cells: Counter[measures.Cell] = Counter()
    for recount in measures.all_recounts():
        yield from _few("work-item", ward, _items(ward.pk, recount, now, cells, looked))
    yield from _few("figure", ward, _figures(ward.pk, cells, looked))
    yield from _few("due-date", ward, _dates(ward.pk, now))
    yield from _few("search", ward, finding.astray(ward.pk))
    yield from _few("file", ward, _files(ward.pk, looked))
    verdict = proof.verify(ward.pk)
    looked["events"] += verdict.events
    if verdict.broken:
        yield Fault(
            "history",
            f"{ward.name}: {verdict.broken.place}, {_(proof.SENTENCES[verdict.broken.code])}",
            _("Chạy phuong verify; so với bản sao lưu gần nhất."),
        )


def _few(code: str, ward: Ward, words: Iterator[str]) -> Iterator[Fault]:
    """Tell the first of a kind, and how many more there are."""
    told = list(islice(words, SHOWN))
    more = sum(1 for _one in words)
    if more:
        told.append(_("và %(number)d chỗ nữa") % {"number": more})
    if told:
        yield Fault(
            code,
            f"{ward.name}: {'; '.join(told)}",
            _("Giữ nguyên cơ sở dữ liệu, sao lưu, rồi báo cho người bảo trì phần mềm."),
        )


def _items(
    ward_id: int,
    recount: measures.Recount,
    now: datetime,
    cells: Counter[measures.Cell],
    looked: Counter[str],
) -> Iterator[str]:
    """Add up the cells of the rows; say where open work differs from what follows."""
    rows = recount.rows(ward_id, now)
    expected = 0
    while page := list(islice(rows, BATCH)):
        for one in page:
            cells.update(one.cells)
        looked["rows"] += len(page)
        if recount.kind:
            wanted = {one.subject_id: one.item for one in page if one.item is not None}
            expected += len(wanted)
            yield from _differing(ward_id, [one.subject_id for one in page], wanted)
    if recount.kind:
        stand = WorkItem.objects.of(ward_id).filter(kind=recount.kind, slot="main").count()
        looked["items"] += stand
        if stand > expected:
            yield _("%(kind)s: %(number)d việc thừa") % {
                "kind": recount.kind,
                "number": stand - expected,
            }


def _differing(
    ward_id: int, subjects: list[UUID], wanted: dict[UUID, measures.Item]
) -> Iterator[str]:
    rows = WorkItem.objects.of(ward_id).filter(subject_id__in=subjects, slot="main")
    stand = {
        subject_id: measures.Item(state, due_at)
        for subject_id, state, due_at in rows.values_list("subject_id", "state", "due_at")
    }
    for subject_id in sorted(wanted.keys() | stand.keys(), key=str):
        if stand.get(subject_id) != wanted.get(subject_id):
            yield f"{subject_id}: {stand.get(subject_id)} ≠ {wanted.get(subject_id)}"


def _figures(ward_id: int, cells: Counter[measures.Cell], looked: Counter[str]) -> Iterator[str]:
    stand = measures.stored(ward_id)
    looked["cells"] += len(stand)
    for cell in sorted(stand.keys() | cells.keys(), key=str):
        if stand.get(cell, 0) != cells[cell]:
            place = " ".join(str(part) for part in cell if part)
            yield f"{place}: {stand.get(cell, 0)} ≠ {cells[cell]}"


def _dates(ward_id: int, now: datetime) -> Iterator[str]:
    occasion = Occasion(Actor.clock(ward_id), now, law.calendar(ward_id, known_at=now))
    for moved in clocks.preview(occasion):
        yield f"{moved.code}: {moved.before} ≠ {moved.after}"


def _files(ward_id: int, looked: Counter[str]) -> Iterator[str]:
    for sha256 in documents.contents_of(ward_id):
        looked["files"] += 1
        digest = hashlib.sha256()
        try:
            with store().content_path(sha256).open("rb") as content:
                while piece := content.read(PIECE):
                    digest.update(piece)
        except OSError:
            yield _("%(hash)s: không mở được") % {"hash": sha256}
            continue
        if digest.hexdigest() != sha256:
            yield _("%(hash)s: nội dung đã khác") % {"hash": sha256}
