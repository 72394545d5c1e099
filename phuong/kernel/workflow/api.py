"""What upper packages import from workflow."""

from phuong.kernel.workflow import clocks, items, schedule, undoing, worklist
from phuong.kernel.workflow.machine import Care, Clock, Machine, Move
from phuong.kernel.workflow.models import NO_DUE, WorkItem

__all__ = [
    "NO_DUE",
    "Care",
    "Clock",
    "Machine",
    "Move",
    "WorkItem",
    "clocks",
    "items",
    "schedule",
    "undoing",
    "worklist",
]
