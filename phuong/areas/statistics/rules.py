"""What may be published of a count, so that no cell below the smallest can be worked out.

A month is published once, as a tree: the ward, its units, the fields of each. What is too small is
not left empty, where differences would give it away, but put together with its neighbours until
the sum is large enough: every number that stands there is large enough and all of them add up. The
part of a count (those on time, those satisfied) is told for all neighbours or for none. Months
have no dossier in common and are never published again, so that comparing them tells no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

REST = ""
# One thing alone is no division of its whole.
FEWEST_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """How much of one field in one unit, and how much of that has the property looked at."""

    unit: str
    field: str
    whole: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """One published number: whose, how much, the part of it if it may be told, and its shares.

    `key` is REST for what was put together.
    """

    key: str
    whole: int
    part: int | None
    branches: tuple["Branch", ...] = ()


def published(leaves: Iterable[Leaf], least: int) -> Branch | None:
    """Return what may be told of a month; nothing where the whole is too small."""
    given = [leaf for leaf in leaves if leaf.whole > 0]
    whole, part = _sum(given)
    if whole < least:
        return None
    shows = _may_tell(whole, part, least)
    units = _shared(_by(given, "unit"), least, shows_part=shows)
    return Branch(
        REST,
        whole,
        part if shows else None,
        tuple(
            Branch(
                one.key,
                one.whole,
                one.part,
                _shared(
                    _by([leaf for leaf in given if leaf.unit == one.key], "field"),
                    least,
                    shows_part=one.part is not None,
                )
                if one.key != REST
                else (),
            )
            for one in units
        ),
    )


def _sum(leaves: Iterable[Leaf]) -> tuple[int, int]:
    given = list(leaves)
    return sum(leaf.whole for leaf in given), sum(leaf.part for leaf in given)


def _by(leaves: Iterable[Leaf], name: str) -> dict[str, tuple[int, int]]:
    """Return whole and part by unit or by field."""
    found: dict[str, tuple[int, int]] = {}
    for leaf in leaves:
        key = getattr(leaf, name)
        whole, part = found.get(key, (0, 0))
        found[key] = (whole + leaf.whole, part + leaf.part)
    return found


def _may_tell(whole: int, part: int, least: int) -> bool:
    """Tell whether neither the part nor what is left of the whole is a small number of people."""
    return all(number == 0 or number >= least for number in (part, whole - part))


def _shared(
    counts: Mapping[str, tuple[int, int]], least: int, *, shows_part: bool
) -> tuple[Branch, ...]:
    """Return neighbours, the small ones put together; nothing where no two can be told apart.

    With the small ones goes the next larger one, and all that are as large: whoever knows this
    rule cannot tell which of those put together is the large one, so that none of them is known.
    """
    small = {key: one for key, one in counts.items() if one[0] < least}
    kept = {key: one for key, one in counts.items() if key not in small}
    if small and kept:
        next_larger = min(whole for whole, _part in kept.values())
        small |= {key: one for key, one in kept.items() if one[0] == next_larger}
        kept = {key: one for key, one in kept.items() if key not in small}
    if not kept or len(kept) + bool(small) < FEWEST_TOGETHER:
        return ()
    told = sorted(kept.items(), key=lambda one: (-one[1][0], one[0]))
    if small:
        wholes, parts = zip(*small.values(), strict=True)
        told.append((REST, (sum(wholes), sum(parts))))
    tells = shows_part and all(_may_tell(whole, part, least) for _key, (whole, part) in told)
    return tuple(Branch(key, whole, part if tells else None) for key, (whole, part) in told)


@dataclass(frozen=True, slots=True)
class Record:
    """One anonymised record: as much of it as the published numbers tell, and no more."""

    unit: str | None
    field: str | None
    has_part: bool | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """So many records that nothing published tells apart."""

    record: Record
    many: int


def bundles(root: Branch) -> tuple[Bundle, ...]:
    """Return the records behind the numbers, made of the numbers themselves."""
    if not root.branches:
        return _told(None, None, root)
    found: list[Bundle] = []
    for unit in root.branches:
        if not unit.branches:
            found += _told(unit.key, None, unit)
        for field in unit.branches:
            found += _told(unit.key, field.key, field)
    return tuple(found)


def _told(unit: str | None, field: str | None, branch: Branch) -> tuple[Bundle, ...]:
    if branch.part is None:
        return (Bundle(Record(unit, field, None), branch.whole),)
    sides = ((True, branch.part), (False, branch.whole - branch.part))
    return tuple(Bundle(Record(unit, field, has), many) for has, many in sides if many)


def check_outside(hundredths: int, most: float | None) -> None:
    """Refuse a figure of nothing that the index knows, or of more than there can be."""
    if most is None:
        raise RuleBroken(
            "statistics.outside.unknown",
            _("Chọn một chỉ số hoặc nhóm trong danh sách."),
            field="of",
        )
    if not 0 <= hundredths <= most * 100:
        raise RuleBroken(
            "statistics.outside.range",
            _("Ghi một số từ 0 đến %(most)s."),
            field="value",
            most=f"{most:g}",
        )


def check_read_on(read_on: date, today: date) -> None:
    """Refuse a figure that was read on a day still to come."""
    if read_on > today:
        raise RuleBroken(
            "statistics.outside.future", _("Ngày đọc số không thể sau hôm nay."), field="read_on"
        )
