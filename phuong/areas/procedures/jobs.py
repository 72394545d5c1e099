"""What start-up does to the catalogue; it may run again at any time."""

from pathlib import Path

from phuong.areas.procedures import actions
from phuong.areas.procedures.rules.packed import rows_of
from phuong.kernel.law.pack import PACKS, read


def load_catalogue(root: Path = PACKS) -> actions.Loaded:
    """Bring the catalogue to what the pack says; the same pack again changes nothing."""
    return actions.load(rows_of(read(root)))
