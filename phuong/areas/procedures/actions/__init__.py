"""Every write to the catalogue: what the pack says, what a ward confirms, what it corrects."""

from phuong.areas.procedures.actions.catalogue import Loaded, confirm_limit, load
from phuong.areas.procedures.actions.versions import Correction, correct

__all__ = ["Correction", "Loaded", "confirm_limit", "correct", "load"]
