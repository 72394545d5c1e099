"""What upper storeys may import from dossiers."""

from phuong.areas.dossiers import models
from phuong.areas.dossiers.actions.acts import applicant_digest, counted
from phuong.areas.dossiers.actions.intake import Given, new_applicant, search_text
from phuong.areas.dossiers.cards import card, cards
from phuong.areas.dossiers.policy import readable
from phuong.areas.dossiers.queries import who_next
from phuong.areas.dossiers.rules import answer_by, cells
from phuong.areas.dossiers.states import Can, State

__all__ = [
    "Can",
    "Given",
    "State",
    "answer_by",
    "applicant_digest",
    "card",
    "cards",
    "cells",
    "counted",
    "models",
    "new_applicant",
    "readable",
    "search_text",
    "who_next",
]
