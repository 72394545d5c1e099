"""Sweeping the store. May run twice, late, or beside acts that are under way."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from phuong.kernel.documents.models import Attachment, IssuedDocument
from phuong.kernel.documents.store import age_limit, store
from phuong.kernel.wards.models import Ward

A_DAY = timedelta(days=1)
# An act takes seconds from receiving to its row; a draft attaches what it receives at once.
SHORTEST = timedelta(hours=1)
BATCH = 500

Holder = Callable[[Collection[str]], Iterable[str]]
_holders: list[Holder] = []


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    contents: int
    unfinished: int


def register_holder(holder: Holder) -> None:
    """Let a package that keeps contents without attachments say which of some it holds."""
    _holders.append(holder)


def held(hashes: Collection[str]) -> set[str]:
    """Return which of some contents a row of any ward holds, withdrawn ones too."""
    wards = list(Ward.objects.values_list("pk", flat=True))
    rows = Attachment.objects.country_wide().filter(ward_id__in=wards, sha256__in=list(hashes))
    found = set(rows.values_list("sha256", flat=True))
    issued = IssuedDocument.objects.country_wide().filter(ward_id__in=wards, sha256__in=hashes)
    found |= set(issued.values_list("sha256", flat=True))
    for holder in _holders:
        found |= set(holder(hashes))
    return found


def sweep(older_than: timedelta = A_DAY) -> Swept:
    """Remove contents that no row holds and nobody touched for a while."""
    if older_than < SHORTEST:
        raise ValueError("a content younger than an hour may belong to an act under way")
    before = age_limit(older_than.total_seconds())
    contents = store()
    removed = contents.finish_removals(before, _is_held)
    for batch in _batches(contents.old(before)):
        orphans = sorted(set(batch) - held(batch))
        removed += sum(contents.remove(sha256, before, _is_held) for sha256 in orphans)
    return Swept(removed, contents.clear_incoming(before))


def _is_held(sha256: str) -> bool:
    return bool(held([sha256]))


def _batches(hashes: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(hashes, BATCH)):
        yield batch
