"""Answers over several models or rows, split by who asks: the desk, the citizen's pages."""

from phuong.areas.dossiers.queries.desk import (
    Addressee,
    Deadline,
    asked_at_intake,
    asked_in_work,
    deadline,
    handlers,
    open_request,
    pauses_of,
    routes,
    trail_of,
    unit_for,
    unit_now,
    version,
    who_next,
)
from phuong.areas.dossiers.queries.desks import (
    Passage,
    Place,
    Stay,
    Stays,
    Where,
    passages,
    stays,
)
from phuong.areas.dossiers.queries.drafts import Progress, papers_given, progress
from phuong.areas.dossiers.queries.printed import FORMS, form_version, printed
from phuong.areas.dossiers.queries.ratings import is_late, last_rating, rating_of, who_calls
from phuong.areas.dossiers.queries.readers import looks
from phuong.areas.dossiers.queries.receipts import receipt
from phuong.areas.dossiers.queries.signing import end_of_day, last_day_to_apologise, signer
from phuong.areas.dossiers.queries.stories import (
    Asking,
    AskingItem,
    Entry,
    GivenPaper,
    Said,
    Story,
    story,
)
from phuong.areas.dossiers.queries.towards import intake_by, intake_limit, other_ward
from phuong.areas.dossiers.queries.undoing import (
    Takeback,
    printed_since,
    takeback,
    undo_minutes,
)
from phuong.areas.dossiers.queries.usual import TIME, settled, usual
from phuong.areas.dossiers.queries.workspace import NextStep, Workspace, next_step, workspace

__all__ = [
    "FORMS",
    "TIME",
    "Addressee",
    "Asking",
    "AskingItem",
    "Deadline",
    "Entry",
    "GivenPaper",
    "NextStep",
    "Passage",
    "Place",
    "Progress",
    "Said",
    "Stay",
    "Stays",
    "Story",
    "Takeback",
    "Where",
    "Workspace",
    "asked_at_intake",
    "asked_in_work",
    "deadline",
    "end_of_day",
    "form_version",
    "handlers",
    "intake_by",
    "intake_limit",
    "is_late",
    "last_day_to_apologise",
    "last_rating",
    "looks",
    "next_step",
    "open_request",
    "other_ward",
    "papers_given",
    "passages",
    "pauses_of",
    "printed",
    "printed_since",
    "progress",
    "rating_of",
    "receipt",
    "routes",
    "settled",
    "signer",
    "stays",
    "story",
    "takeback",
    "trail_of",
    "undo_minutes",
    "unit_for",
    "unit_now",
    "usual",
    "version",
    "who_calls",
    "who_next",
    "workspace",
]
