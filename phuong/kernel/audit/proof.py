"""Does the history of a ward hold? Chains, heads, seals and the readings in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from phuong.kernel.audit import jobs, merkle, signatures, texts
from phuong.kernel.audit.chains import CLOCK_TOLERANCE, Break, Chains, check_chains
from phuong.kernel.audit.keys import PublicKey
from phuong.kernel.audit.models import GENESIS, Event, Reading, Seal, SealLeaf, Subject
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.querysets import WardQuerySet

SENTENCES: Final = {
    "event-missing": _("thiếu một sự kiện ở giữa chuỗi"),
    "event-changed": _("nội dung sự kiện không khớp giá trị băm"),
    "event-not-chained": _("sự kiện không nối vào sự kiện trước nó"),
    "event-columns": _("cột hiển thị của sự kiện khác với nội dung đã băm"),
    "head-wrong": _("đầu chuỗi của đối tượng không phải là sự kiện cuối"),
    "event-beyond-head": _("có sự kiện nằm sau đầu chuỗi"),
    "sealed-count-wrong": _("số sự kiện đã niêm phong không khớp với các niêm phong"),
    "seal-changed": _("nội dung niêm phong không khớp giá trị băm"),
    "seal-missing": _("thiếu niêm phong đứng trước niêm phong này"),
    "seal-not-chained": _("niêm phong không nối vào niêm phong trước nó"),
    "seal-columns": _("cột hiển thị của niêm phong khác với nội dung đã băm"),
    "seal-day-missing": _("thiếu niêm phong của một ngày"),
    "clock-back": _("đồng hồ đã bị lùi: sự kiện được ghi trước sự kiện đứng trước nó"),
    "seal-clock-back": _("đồng hồ đã bị lùi: niêm phong được lập trước niêm phong đứng trước nó"),
    "seal-not-signed": _(
        "niêm phong chưa được ký (chạy phuong jobs; phuong doctor cho biết vì sao)"
    ),
    "seal-signature-wrong": _("chữ ký của niêm phong không đúng"),
    "seal-key-not-in-use": _("niêm phong được ký bằng khoá không còn hoặc chưa được dùng lúc đó"),
    "seal-not-as-signed": _("niêm phong đã ký không còn, hoặc khác với lúc ký"),
    "stamp-wrong": _("dấu thời gian không phải của niêm phong này, hoặc nơi cấp không được tin"),
    "key-not-trusted": _("khoá ký không nằm trong các khoá được tin"),
    "key-unknown": _("tệp trích xuất không có khoá của chữ ký"),
    "seal-root-wrong": _("gốc của niêm phong không khớp với các lá"),
    "leaf-columns": _("lá của niêm phong khác với nội dung đã băm"),
    "leaf-without-event": _("điều đã niêm phong không còn trong chuỗi sự kiện"),
    "leaf-without-reading": _("lượt xem đã niêm phong không còn hoặc đã bị sửa"),
    "reading-never-sealed": _("lượt xem cũ không nằm trong niêm phong nào"),
    "export-unreadable": _("tệp trích xuất không đọc được"),
    "inclusion-wrong": _("đường dẫn trong cây băm không tới gốc của niêm phong"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, and the first link that does not hold."""

    events: int = 0
    seals: int = 0
    leaves: int = 0
    broken: Break | None = None

    @property
    def holds(self) -> bool:
        """Whether everything that was checked holds."""
        return self.broken is None


def verify(ward_id: int, trusted: Sequence[PublicKey] = ()) -> Verdict:
    """Check the whole history of a ward; stop at the first link that does not hold.

    `trusted` are public keys that whoever checks has kept: only theirs count then.
    """
    chains = check_chains(ward_id)
    broken = chains.broken or _first(_heads(ward_id, Subject.objects.of(ward_id)))
    if broken:
        return Verdict(chains.events, broken=broken)
    verdict = _seals(ward_id, chains)
    if verdict.broken:
        return verdict
    signed = _first(signatures.check(ward_id, trusted))
    return replace(verdict, broken=signed or _first(signatures.check_stamps(ward_id)))


def verify_subject(subject: Subject, trusted: Sequence[PublicKey] = ()) -> Verdict:
    """Check the history of one subject, and that the seals say the same of it."""
    ward_id = subject.ward_id
    chains = check_chains(ward_id, subject.id)
    mine = Subject.objects.of(ward_id).filter(id=subject.id)
    leaves = SealLeaf.objects.of(ward_id).filter(subject_id=subject.id)
    broken = (
        chains.broken
        or _first(_heads(ward_id, mine))
        or _first(_leaves(ward_id, leaves))
        or _first(signatures.check(ward_id, trusted, of_subject=subject.id))
        or _first(signatures.check_stamps(ward_id, of_subject=subject.id))
    )
    return Verdict(chains.events, leaves=leaves.count(), broken=broken)


def _first(found: Iterator[Break]) -> Break | None:
    return next(found, None)


def _heads(ward_id: int, subjects: "WardQuerySet[Subject]") -> Iterator[Break]:
    events = Event.objects.of(ward_id).filter(subject_id=OuterRef("id"))
    head = events.filter(seq=OuterRef("events"), hash=OuterRef("head"))
    wrong = subjects.filter(~Exists(head)).exclude(events=0, head=GENESIS)
    sealed = (
        SealLeaf.objects.of(ward_id)
        .filter(subject_id=OuterRef("id"))
        .order_by()
        .values("subject_id")
        .annotate(n=Max("events"))
    )
    checks = [
        ("head-wrong", wrong),
        ("event-beyond-head", subjects.filter(Exists(events.filter(seq__gt=OuterRef("events"))))),
        (
            "sealed-count-wrong",
            subjects.annotate(n=Subquery(sealed.values("n"))).exclude(
                Q(n=F("sealed_events")) | Q(n__isnull=True, sealed_events=0)
            ),
        ),
    ]
    for code, rows in checks:
        for place in rows.values_list("code", flat=True)[:1]:
            yield Break(code, ward_id, place)


def _seals(ward_id: int, chains: Chains) -> Verdict:
    seals = leaves = 0
    last: Seal | None = None
    for seal in Seal.objects.of(ward_id).order_by("seq").iterator():
        rows = list(
            SealLeaf.objects.of(ward_id)
            .filter(seal_id=seal.id)
            .order_by("position")
            .values_list("position", "body")
        )
        code = _seal_fault(ward_id, seal, last, rows)
        if code:
            place = f"{seal.day} ({seal.seq})"
            return Verdict(chains.events, seals, leaves, Break(code, ward_id, place))
        seals, leaves, last = seals + 1, leaves + len(rows), seal
    broken = _first(_leaves(ward_id, SealLeaf.objects.of(ward_id))) or _first(_unsealed(ward_id))
    return Verdict(chains.events, seals, leaves, broken)


def _seal_fault(ward_id: int, seal: Seal, last: Seal | None, leaves: list[tuple[int, str]]) -> str:
    text = texts.seal_text(
        ward_id, seal.seq, seal.day, seal.sealed_at, seal.leaves, seal.root, seal.previous
    )
    top = merkle.root([merkle.leaf_hash(body) for _position, body in leaves])
    positions = [position for position, _body in leaves]
    next_day = seal.day if last is None else last.day + timedelta(days=1)
    checks = {
        "seal-changed": merkle.leaf_hash(seal.body) == seal.hash,
        "seal-columns": text == seal.body,
        "seal-missing": seal.seq == (last.seq + 1 if last else 1),
        "seal-not-chained": (seal.seq, seal.previous)
        == ((last.seq + 1, last.hash) if last else (1, GENESIS)),
        "seal-day-missing": seal.day == next_day or (last is not None and seal.day == last.day),
        "seal-clock-back": last is None or seal.sealed_at >= last.sealed_at - CLOCK_TOLERANCE,
        "seal-root-wrong": top == seal.root and positions == list(range(seal.leaves)),
    }
    return next((code for code, holds in checks.items() if not holds), "")


def _leaves(ward_id: int, leaves: "WardQuerySet[SealLeaf]") -> Iterator[Break]:
    """Hold each leaf to the row that it speaks of."""
    events = Event.objects.of(ward_id).filter(
        subject_id=OuterRef("subject_id"), seq=OuterRef("events")
    )
    found = leaves.annotate(head=Subquery(events.values("hash"))).select_related("reading", "seal")
    for leaf in found.order_by("seal__seq", "position").iterator(chunk_size=2000):
        place = f"{leaf.seal.day} ({leaf.seal.seq}) {leaf.position}"
        if leaf.subject_id is not None:
            if leaf.head is None:
                yield Break("leaf-without-event", ward_id, place)
            elif leaf.body != texts.subject_leaf(ward_id, leaf.subject_id, leaf.events, leaf.head):
                yield Break("leaf-columns", ward_id, place)
        elif leaf.reading is None or leaf.body != _text_of(leaf.reading):
            yield Break("leaf-without-reading", ward_id, place)


def _text_of(reading: Reading) -> str:
    return texts.reading_leaf(
        reading.ward_id,
        reading.id,
        reading.subject_id,
        reading.actor_id,
        reading.actor_post,
        reading.purpose,
        reading.at,
    )


def _unsealed(ward_id: int) -> Iterator[Break]:
    """Find readings that no seal will ask about any more."""
    floor: UUID = jobs.reading_floor(ward_id)
    forgotten = Reading.objects.of(ward_id).filter(id__lte=floor, leaf__isnull=True)
    for key in forgotten.order_by("id").values_list("id", flat=True)[:1]:
        yield Break("reading-never-sealed", ward_id, str(key))
