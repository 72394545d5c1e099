"""Dossiers, who hands them in, what they hand in, and what they were asked for."""

from phuong.areas.dossiers.models.apologies import Apology
from phuong.areas.dossiers.models.applicants import (
    Applicant,
    ApplicantKind,
    Authority,
    ForWhom,
    TellBy,
    Together,
)
from phuong.areas.dossiers.models.asking import Pause, SupplementItem, SupplementRequest
from phuong.areas.dossiers.models.certifications import Book, Certification
from phuong.areas.dossiers.models.corrections import Correction
from phuong.areas.dossiers.models.dossiers import (
    SECRET_LETTERS,
    ApologyStanding,
    Dossier,
    DossierQuerySet,
    Origin,
    ReturnMethod,
)
from phuong.areas.dossiers.models.inquiries import Inquiry, InquiryQuerySet, Stance
from phuong.areas.dossiers.models.ledgers import NOON, HalfDay, HandedDossier, Ledger
from phuong.areas.dossiers.models.outcomes import (
    Note,
    Receiver,
    Result,
    ResultQuerySet,
    Standing,
)
from phuong.areas.dossiers.models.papers import Paper
from phuong.areas.dossiers.models.ratings import RatedAfter, Rating
from phuong.areas.dossiers.models.routes import Route
from phuong.areas.dossiers.models.times import Spent
from phuong.areas.dossiers.models.unneeded import Unneeded
from phuong.areas.dossiers.models.visits import Visit

__all__ = [
    "NOON",
    "SECRET_LETTERS",
    "Apology",
    "ApologyStanding",
    "Applicant",
    "ApplicantKind",
    "Authority",
    "Book",
    "Certification",
    "Correction",
    "Dossier",
    "DossierQuerySet",
    "ForWhom",
    "HalfDay",
    "HandedDossier",
    "Inquiry",
    "InquiryQuerySet",
    "Ledger",
    "Note",
    "Origin",
    "Paper",
    "Pause",
    "RatedAfter",
    "Rating",
    "Receiver",
    "Result",
    "ResultQuerySet",
    "ReturnMethod",
    "Route",
    "Spent",
    "Stance",
    "Standing",
    "SupplementItem",
    "SupplementRequest",
    "TellBy",
    "Together",
    "Unneeded",
    "Visit",
]
