"""Which hours an office keeps: asked of whoever knows units, since the law knows none."""

from collections.abc import Callable

from phuong.kernel.workdays import OfficeHours

Source = Callable[[int], tuple[OfficeHours, ...]]


def _nothing(_ward_id: int) -> tuple[OfficeHours, ...]:
    return ()


_source: Source = _nothing


def hours_from(source: Source) -> None:
    """Let the calendar of a ward be made with the hours that this answers; called once."""
    global _source
    _source = source


def hours_of(ward_id: int) -> tuple[OfficeHours, ...]:
    """Return the hours that a ward's office keeps; none where the general sessions hold."""
    return _source(ward_id)
