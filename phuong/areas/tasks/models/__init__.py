"""What is stored of tasks and of those that come again."""

from phuong.areas.tasks.models.series import (
    Occurrence,
    OnClosed,
    Outcome,
    Rhythm,
    SeriesHelper,
    TaskSeries,
)
from phuong.areas.tasks.models.tasks import (
    CoWorker,
    Extension,
    Origin,
    Remark,
    Task,
    TaskQuerySet,
)

__all__ = [
    "CoWorker",
    "Extension",
    "Occurrence",
    "OnClosed",
    "Origin",
    "Outcome",
    "Remark",
    "Rhythm",
    "SeriesHelper",
    "Task",
    "TaskQuerySet",
    "TaskSeries",
]
