"""What upper packages import from measures."""

from phuong.kernel.measures.figures import (
    Ask,
    Measure,
    Window,
    add,
    all_measures,
    cells,
    first_day,
    get,
    least,
    register,
    totals,
)
from phuong.kernel.measures.jobs import fold
from phuong.kernel.measures.quantiles import Spread, at_share, band, spread
from phuong.kernel.measures.recounts import (
    Cell,
    Derived,
    Item,
    Recount,
    all_recounts,
    register_recounts,
    stored,
)
from phuong.kernel.measures.typical import Typical, typical, write_typical

__all__ = [
    "Ask",
    "Cell",
    "Derived",
    "Item",
    "Measure",
    "Recount",
    "Spread",
    "Typical",
    "Window",
    "add",
    "all_measures",
    "all_recounts",
    "at_share",
    "band",
    "cells",
    "first_day",
    "fold",
    "get",
    "least",
    "register",
    "register_recounts",
    "spread",
    "stored",
    "totals",
    "typical",
    "write_typical",
]
