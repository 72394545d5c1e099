"""Answers that pages show: what was published, its records, and the national index."""

from phuong.areas.statistics.queries.editions import (
    Figures,
    Line,
    Month,
    months,
    records,
    rows_of_file,
    tree,
)
from phuong.areas.statistics.queries.index import Index, Indicator, index, periods
from phuong.areas.statistics.queries.sets import SETS, Kind, kind_of

__all__ = [
    "SETS",
    "Figures",
    "Index",
    "Indicator",
    "Kind",
    "Line",
    "Month",
    "index",
    "kind_of",
    "months",
    "periods",
    "records",
    "rows_of_file",
    "tree",
]
