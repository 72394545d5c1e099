"""What upper storeys may import from dossiers."""

from phuong.areas.dossiers.cards import card, cards
from phuong.areas.dossiers.policy import readable
from phuong.areas.dossiers.states import Can, State

__all__ = ["Can", "State", "card", "cards", "readable"]
