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
from phuong.areas.dossiers.queries.drafts import Progress, papers_given, progress
from phuong.areas.dossiers.queries.receipts import receipt
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
from phuong.areas.dossiers.queries.workspace import NextStep, Workspace, next_step, workspace

__all__ = [
    "Addressee",
    "Asking",
    "AskingItem",
    "Deadline",
    "Entry",
    "GivenPaper",
    "NextStep",
    "Progress",
    "Said",
    "Story",
    "Workspace",
    "asked_at_intake",
    "asked_in_work",
    "deadline",
    "handlers",
    "intake_by",
    "intake_limit",
    "next_step",
    "open_request",
    "other_ward",
    "papers_given",
    "pauses_of",
    "progress",
    "receipt",
    "routes",
    "story",
    "trail_of",
    "unit_for",
    "unit_now",
    "version",
    "who_next",
    "workspace",
]
