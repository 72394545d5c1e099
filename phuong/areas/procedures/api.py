"""What upper storeys import from procedures.

`version(id)` is what a dossier keeps; `current(ward, slug_or_code, day)` what it begins under.
"""

from phuong.areas.procedures.actions import choose_offered, confirm_limit, load
from phuong.areas.procedures.measures import BY_PLACE, procedure_cards
from phuong.areas.procedures.models import Procedure, Version
from phuong.areas.procedures.policy import Can
from phuong.areas.procedures.queries import (
    FieldInfo,
    Found,
    PaperInfo,
    QuestionInfo,
    UsualTime,
    VersionInfo,
    catalogue,
    check_offered,
    closed,
    common,
    current,
    fields,
    forget,
    lasted,
    search,
    systems,
    usual,
    usual_key,
    version,
)
from phuong.areas.procedures.rules.fees import (
    DESK,
    ONLINE,
    Exemption,
    Price,
    of_channel,
    price,
)
from phuong.areas.procedures.rules.rows import FeeRow

__all__ = [
    "BY_PLACE",
    "DESK",
    "ONLINE",
    "Can",
    "Exemption",
    "FeeRow",
    "FieldInfo",
    "Found",
    "PaperInfo",
    "Price",
    "Procedure",
    "QuestionInfo",
    "UsualTime",
    "Version",
    "VersionInfo",
    "catalogue",
    "check_offered",
    "choose_offered",
    "closed",
    "common",
    "confirm_limit",
    "current",
    "fields",
    "forget",
    "lasted",
    "load",
    "of_channel",
    "price",
    "procedure_cards",
    "search",
    "systems",
    "usual",
    "usual_key",
    "version",
]
