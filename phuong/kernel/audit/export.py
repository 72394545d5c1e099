"""A subject's history as lines of JSON that outsiders can check without this program.

The format is told in `docs/reference/event-format.md`. Reading a file back needs no database.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from phuong.kernel.audit import merkle
from phuong.kernel.audit.chains import Break
from phuong.kernel.audit.models import GENESIS, Event, SealLeaf, Subject
from phuong.kernel.audit.texts import line

VERSION = 1


def lines_of(subject: Subject) -> Iterator[str]:
    """Write a subject, its events, and for each seal that covers it the way to the seal's root."""
    ward_id = subject.ward_id
    yield line(
        type="subject",
        v=VERSION,
        ward=ward_id,
        subject=str(subject.id),
        kind=subject.kind,
        code=subject.code,
        events=subject.events,
        head=subject.head,
    )
    events = Event.objects.of(ward_id).filter(subject_id=subject.id, seq__lte=subject.events)
    for seq, body, hash_ in events.order_by("seq").values_list("seq", "body", "hash"):
        yield line(type="event", seq=seq, bytes=body, hash=hash_)
    leaves = SealLeaf.objects.of(ward_id).filter(subject_id=subject.id)
    for leaf in leaves.select_related("seal").order_by("events"):
        tree = SealLeaf.objects.of(ward_id).filter(seal_id=leaf.seal_id).order_by("position")
        hashes = [merkle.leaf_hash(text) for text in tree.values_list("body", flat=True)]
        yield line(
            type="inclusion",
            events=leaf.events,
            bytes=leaf.body,
            path=merkle.path(hashes, leaf.position),
            root=leaf.seal.root,
            seal=leaf.seal.body,
            seal_hash=leaf.seal.hash,
        )


def check_lines(given: Iterable[str]) -> tuple[int, Break | None]:
    """Check an exported file by itself; return how many events held, and the first break."""
    reader = _Reader()
    for number, text in enumerate(given, 1):
        try:
            code = reader.take(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            code = "export-unreadable"
        if code:
            return reader.events, Break(code, reader.ward_id, f"dòng {number}")
    code = reader.finish()
    return reader.events, Break(code, reader.ward_id, reader.subject) if code else None


class _Reader:
    """Holds what the lines so far have said."""

    def __init__(self) -> None:
        """Begin before the first line."""
        self.ward_id, self.subject, self.head, self.total = 0, "", "", -1
        self.events = 0
        self.hashes = [GENESIS]

    def take(self, record: dict[str, Any]) -> str:
        """Take one line; return the code of what is wrong with it, or nothing."""
        match record["type"]:
            case "subject" if self.total < 0 and record["v"] == VERSION:
                self.ward_id, self.subject = record["ward"], record["subject"]
                self.head, self.total = record["head"], record["events"]
                return ""
            case "event" if self.total >= 0:
                return self._event(record)
            case "inclusion" if self.total >= 0:
                return self._inclusion(record)
        return "export-unreadable"

    def _event(self, record: dict[str, Any]) -> str:
        text, hash_ = record["bytes"], record["hash"]
        said = json.loads(text)
        if merkle.leaf_hash(text) != hash_:
            return "event-changed"
        if said["prev"] != self.hashes[-1]:
            return "event-not-chained"
        place = (said["ward"], said["subject"], said["seq"], record["seq"])
        if place != (self.ward_id, self.subject, self.events + 1, self.events + 1):
            return "event-missing"
        self.events += 1
        self.hashes.append(hash_)
        return ""

    def _inclusion(self, record: dict[str, Any]) -> str:
        leaf, seal = json.loads(record["bytes"]), json.loads(record["seal"])
        if merkle.leaf_hash(record["seal"]) != record["seal_hash"]:
            return "seal-changed"
        events = leaf["events"]
        if not 0 < events < len(self.hashes) or leaf["head"] != self.hashes[events]:
            return "leaf-without-event"
        if (leaf["ward"], leaf["subject"], events) != (
            self.ward_id,
            self.subject,
            record["events"],
        ) or seal["ward"] != self.ward_id:
            return "leaf-columns"
        top = merkle.climb(merkle.leaf_hash(record["bytes"]), record["path"])
        return "" if top == seal["root"] == record["root"] else "inclusion-wrong"

    def finish(self) -> str:
        """Return what is wrong with the whole."""
        if self.total < 0:
            return "export-unreadable"
        return "" if (self.events, self.hashes[-1]) == (self.total, self.head) else "head-wrong"
