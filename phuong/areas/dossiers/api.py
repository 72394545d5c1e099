"""What upper storeys may import from dossiers."""

from phuong.areas.dossiers import actions, models
from phuong.areas.dossiers.actions.acts import applicant_digest, counted
from phuong.areas.dossiers.actions.certifying import Certified
from phuong.areas.dossiers.actions.given import Given, GivenFile, Way, new_applicant, search_text
from phuong.areas.dossiers.cards import card, cards
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.policy import readable
from phuong.areas.dossiers.queries import (
    Issued,
    by_id,
    by_marks,
    is_replaced,
    open_request,
    papers_given,
    replaced_marks,
    who_next,
)
from phuong.areas.dossiers.queries.drafts import steps_of
from phuong.areas.dossiers.queries.fees import fixed_due, usual_due
from phuong.areas.dossiers.queries.receipts import FORMS as RECEIPT_FORMS
from phuong.areas.dossiers.queries.routing import field_routes
from phuong.areas.dossiers.queries.usual import spans
from phuong.areas.dossiers.rules import Asked, answer_by, cells
from phuong.areas.dossiers.rules.certifying import BOOKS
from phuong.areas.dossiers.rules.certifying import PAPERS as COMMON_PAPERS
from phuong.areas.dossiers.states import Can, State

__all__ = [
    "BOOKS",
    "COMMON_PAPERS",
    "RECEIPT_FORMS",
    "Asked",
    "Can",
    "Certified",
    "Dossier",
    "Given",
    "GivenFile",
    "Issued",
    "State",
    "Way",
    "actions",
    "answer_by",
    "applicant_digest",
    "by_id",
    "by_marks",
    "card",
    "cards",
    "cells",
    "counted",
    "field_routes",
    "fixed_due",
    "is_replaced",
    "models",
    "new_applicant",
    "open_request",
    "papers_given",
    "readable",
    "replaced_marks",
    "search_text",
    "spans",
    "steps_of",
    "usual_due",
    "who_next",
]
