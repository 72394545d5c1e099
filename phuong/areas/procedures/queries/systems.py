"""The systems outside the ward that settle dossiers of some procedure."""

from phuong.areas.procedures.models import Version
from phuong.kernel.wards.remembered import Remembered


def _load(_key: None) -> tuple[tuple[str, str], ...]:
    named = Version.objects.exclude(external_system="").order_by("system_name")
    return tuple(named.values_list("external_system", "system_name").distinct())


_systems = Remembered(_load, seconds=60)


def systems() -> list[tuple[str, str]]:
    """Return them by code and name."""
    return list(dict(_systems(None)).items())
