"""Dossiers, who hands them in, what they hand in, and what they were asked for."""

from phuong.areas.dossiers.models.apologies import Apology
from phuong.areas.dossiers.models.applicants import Applicant, ForWhom, TellBy
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

__all__ = [
    "NOON",
    "SECRET_LETTERS",
    "Apology",
    "ApologyStanding",
    "Applicant",
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
]
