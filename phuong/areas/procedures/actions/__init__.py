"""Every write to the catalogue: what the pack says, what a ward confirms, corrects, offers."""

from phuong.areas.procedures.actions.catalogue import Loaded, confirm_limit, load
from phuong.areas.procedures.actions.offering import choose_offered
from phuong.areas.procedures.actions.versions import Correction, correct

__all__ = ["Correction", "Loaded", "choose_offered", "confirm_limit", "correct", "load"]
