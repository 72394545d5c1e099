"""Querysets that know whose rows they read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from phuong.kernel.wards.models import WardOwned

Row = TypeVar("Row", bound="WardOwned", covariant=True)


class UnscopedQuery(RuntimeError):
    """A query over ward-owned rows named no ward."""


def _wards_in(values: Iterable[Any]) -> set[int]:
    """Return the wards of the ward-owned rows among the values of a filter."""
    found: set[int] = set()
    for value in values:
        ward = getattr(value, "_owning_ward", None)
        if ward is not None:
            found.add(ward)
        elif isinstance(value, (list, tuple, set, frozenset)):
            found |= _wards_in(value)
    return found


class WardQuerySet(models.QuerySet[Row]):
    """Refuses to run before a ward was named: by `of`, by a related row, or by `country_wide`.

    Filtering by a row that belongs to a ward (`papers.filter(dossier=dossier)`, a reverse manager,
    a prefetch) names that row's ward, so areas read like ordinary Django.
    """

    _scoped = False

    def of(self, ward: Any) -> Self:
        """Keep the rows of one ward, given as row or key."""
        scoped: Self = super().filter(ward_id=getattr(ward, "pk", ward))
        scoped._scoped = True
        return scoped

    def country_wide(self) -> Self:
        """Say out loud that this query crosses wards."""
        scoped: Self = self._chain()  # type: ignore[attr-defined]
        scoped._scoped = True
        return scoped

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _filter_or_exclude(self, negate: bool, args: Any, kwargs: Any) -> Self:
        if not self._scoped and not negate:
            if "ward" in kwargs or "ward_id" in kwargs:
                clone: Self = super()._filter_or_exclude(negate, args, kwargs)  # type: ignore[misc]
                clone._scoped = True
                return clone
            wards = _wards_in(kwargs.values())
            if len(wards) == 1:
                return self.of(wards.pop())._filter_or_exclude(negate, args, kwargs)
        return super()._filter_or_exclude(negate, args, kwargs)  # type: ignore[misc,no-any-return]

    def __or__(self, other: Any) -> Self:
        """Unite: the ward is named only if both sides name it."""
        both = self._scoped and getattr(other, "_scoped", True)
        united: Self = super().__or__(other)
        united._scoped = both or united.query.is_empty()
        return united

    def __and__(self, other: Any) -> Self:
        """Intersect: one side's ward is enough."""
        common: Self = super().__and__(other)
        common._scoped = self._scoped or getattr(other, "_scoped", False)
        return common

    def __xor__(self, other: Any) -> Self:
        """Keep what is in one side only: the ward is named only if both sides name it."""
        both = self._scoped and getattr(other, "_scoped", True)
        parted: Self = super().__xor__(other)
        parted._scoped = both or parted.query.is_empty()
        return parted

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Self:
        for side in (self, *others):
            if isinstance(side, WardQuerySet):
                side._require_ward()
        combined: Self = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        combined._scoped = True
        return combined

    def _require_ward(self) -> None:
        if not self._scoped and not self.query.is_empty():
            raise UnscopedQuery(f"{self.model._meta.label}: name the ward with .of(ward)")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_ward()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Any:
        """Run as a stream."""
        self._require_ward()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> Any:
        """Run as a stream, in a loop of events."""
        self._require_ward()
        return super().aiterator(chunk_size)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Insert rows; their ward never changes from now on."""
        rows: list[Row] = super().bulk_create(objs, *args, **kwargs)
        for row in rows:
            row.__dict__["_loaded_ward"] = row.ward_id
        return rows

    def count(self) -> int:
        """Count the rows of the ward."""
        if self._result_cache is None:
            self._require_ward()
        return super().count()

    def exists(self) -> bool:
        """Tell whether the ward has such a row."""
        if self._result_cache is None:
            self._require_ward()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Aggregate within the ward."""
        self._require_ward()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Update rows of the ward; the ward itself never changes."""
        self._require_ward()
        if "ward" in kwargs or "ward_id" in kwargs:
            raise ValueError("the ward of a saved row cannot change")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows of the ward."""
        self._require_ward()
        return super().delete()
