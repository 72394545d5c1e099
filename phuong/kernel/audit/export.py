"""A subject's history as lines of JSON that outsiders can check without this program.

The format is told in `docs/reference/event-format.md`. Reading a file back needs no database.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from phuong.kernel.audit import merkle
from phuong.kernel.audit.chains import Break
from phuong.kernel.audit.facts import moment_text
from phuong.kernel.audit.keys import PublicKey
from phuong.kernel.audit.models import GENESIS, Event, SealLeaf, SealSignature, SealStamp, Subject
from phuong.kernel.audit.signatures import fault_of
from phuong.kernel.audit.stamps import holds
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
    leaves = list(
        SealLeaf.objects.of(ward_id)
        .filter(subject_id=subject.id)
        .select_related("seal")
        .order_by("events")
    )
    signed = _signatures(ward_id, [leaf.seal_id for leaf in leaves])
    stamped = dict(
        SealStamp.objects.of(ward_id)
        .filter(seal_id__in=[leaf.seal_id for leaf in leaves])
        .values_list("seal_id", "token")
    )
    yield from _keys(signed)
    for leaf in leaves:
        one = signed.get(leaf.seal_id)
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
            key=one.key.code if one else None,
            signature=one.signature if one else None,
            signed_at=moment_text(one.signed_at) if one else None,
            stamp=stamped.get(leaf.seal_id),
        )


def _keys(signed: Mapping[UUID, SealSignature]) -> Iterator[str]:
    used = {one.key_id: one.key for one in signed.values()}
    for key in sorted(used.values(), key=lambda key: key.valid_from):
        yield line(
            type="key",
            key=key.code,
            public=PublicKey.of(key).pem,
            valid_from=moment_text(key.valid_from),
            valid_to=moment_text(key.valid_to) if key.valid_to else None,
        )


def _signatures(ward_id: int, seal_ids: Sequence[UUID]) -> dict[UUID, SealSignature]:
    rows = SealSignature.objects.of(ward_id).filter(seal_id__in=seal_ids).select_related("key")
    return {row.seal_id: row for row in rows}


class Checked(NamedTuple):
    """How many events held, the first break, and up to which event signed seals speak for it."""

    events: int
    broken: Break | None
    sealed: int


def check_lines(given: Iterable[str], trusted: Sequence[PublicKey] = ()) -> Checked:
    """Check an exported file by itself.

    What no seal covers yet only follows on from what is covered: whoever wrote the file could have
    written other events there.

    Without `trusted` keys the file's own are used: they tell only that it fits itself.
    """
    reader = _Reader(trusted)
    for number, text in enumerate(given, 1):
        try:
            code = reader.take(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            code = "export-unreadable"
        if code:
            return Checked(
                reader.events, Break(code, reader.ward_id, f"dòng {number}"), reader.sealed
            )
    code = reader.finish()
    broken = Break(code, reader.ward_id, reader.subject) if code else None
    return Checked(reader.events, broken, reader.sealed)


class _Reader:
    """Holds what the lines so far have said."""

    def __init__(self, trusted: Sequence[PublicKey]) -> None:
        """Begin before the first line."""
        self._trusted = trusted
        self._keys: dict[str, PublicKey] = {}
        self.ward_id, self.subject, self.head, self.total = 0, "", "", -1
        self.events = self.sealed = 0
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
            case "key" if self.total >= 0:
                key = PublicKey.from_pem(record["public"])
                self._keys[key.code] = key
                return "" if key.code == record["key"] else "key-unknown"
            case "inclusion" if self.total >= 0:
                code = self._inclusion(record) or self._signature(record)
                self.sealed = self.sealed if code else max(self.sealed, record["events"])
                return code
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

    def _signature(self, record: dict[str, Any]) -> str:
        if record["signature"] is None:
            return "seal-not-signed"
        key = self._keys.get(record["key"])
        if key is None:
            return "key-unknown"
        at = datetime.fromisoformat(record["signed_at"])
        fault = fault_of(key, record["signature"], record["seal"], at, self._trusted)
        stamp = record.get("stamp")
        if not fault and stamp and not holds(stamp, bytes.fromhex(record["seal_hash"])):
            return "stamp-wrong"
        return fault

    def finish(self) -> str:
        """Return what is wrong with the whole."""
        if self.total < 0:
            return "export-unreadable"
        return "" if (self.events, self.hashes[-1]) == (self.total, self.head) else "head-wrong"
