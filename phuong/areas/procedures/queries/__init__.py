"""The catalogue as others read it: frozen values, kept in the process."""

from phuong.areas.procedures.queries.history import Told, history
from phuong.areas.procedures.queries.reviews import Review, review
from phuong.areas.procedures.queries.shelves import (
    catalogue,
    check_offered,
    closed,
    common,
    current,
    fields,
    forget,
    search,
    version,
)
from phuong.areas.procedures.queries.systems import systems
from phuong.areas.procedures.queries.usual import UsualTime, lasted, usual, usual_key
from phuong.areas.procedures.queries.values import (
    FieldInfo,
    Found,
    PaperInfo,
    QuestionInfo,
    VersionInfo,
)

__all__ = [
    "FieldInfo",
    "Found",
    "PaperInfo",
    "QuestionInfo",
    "Review",
    "Told",
    "UsualTime",
    "VersionInfo",
    "catalogue",
    "check_offered",
    "closed",
    "common",
    "current",
    "fields",
    "forget",
    "history",
    "lasted",
    "review",
    "search",
    "systems",
    "usual",
    "usual_key",
    "version",
]
