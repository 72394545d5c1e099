"""What upper packages import from measures."""

from phuong.kernel.measures.figures import (
    Ask,
    Measure,
    Window,
    add,
    all_measures,
    get,
    register,
    totals,
)
from phuong.kernel.measures.jobs import fold

__all__ = ["Ask", "Measure", "Window", "add", "all_measures", "fold", "get", "register", "totals"]
