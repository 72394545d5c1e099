"""Answers that pages show: what was published, its records, and the national index."""

from phuong.areas.statistics.queries.editions import (
    Figures,
    Line,
    Month,
    Newest,
    months,
    newest_share,
    records,
    rows_of_file,
    tree,
)
from phuong.areas.statistics.queries.index import Period, index, most, periods, things
from phuong.areas.statistics.queries.indicators import Index, Indicator
from phuong.areas.statistics.queries.sets import SETS, Kind, kind_of

__all__ = [
    "SETS",
    "Figures",
    "Index",
    "Indicator",
    "Kind",
    "Line",
    "Month",
    "Newest",
    "Period",
    "index",
    "kind_of",
    "months",
    "most",
    "newest_share",
    "periods",
    "records",
    "rows_of_file",
    "things",
    "tree",
]
