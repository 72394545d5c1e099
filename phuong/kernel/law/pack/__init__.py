"""The readable files of `packs/`, as frozen rows. Pure: no database, no Django.

`read(root)` reads and checks everything; `procedures(root)` is the catalogue alone.
"""

from phuong.kernel.law.pack.catalogue import Catalogue, procedures
from phuong.kernel.law.pack.reading import PackError
from phuong.kernel.law.pack.rows import (
    ActRow,
    FeeRow,
    FieldRow,
    LimitRow,
    MoreLimitRow,
    PaperRow,
    ProcedureRow,
    QuestionRow,
    SourceRow,
    SystemRow,
    UnitRow,
    ValueRow,
)
from phuong.kernel.law.pack.whole import PACKS, Pack, read

__all__ = [
    "PACKS",
    "ActRow",
    "Catalogue",
    "FeeRow",
    "FieldRow",
    "LimitRow",
    "MoreLimitRow",
    "Pack",
    "PackError",
    "PaperRow",
    "ProcedureRow",
    "QuestionRow",
    "SourceRow",
    "SystemRow",
    "UnitRow",
    "ValueRow",
    "procedures",
    "read",
]
