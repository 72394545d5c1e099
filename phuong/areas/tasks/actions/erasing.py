"""Erasing what a task says, once it is closed: called by the kernel's own act."""

from uuid import UUID

from phuong.areas.tasks.models import Extension, Remark, Task, TaskSeries
from phuong.areas.tasks.states import CLOSED, SeriesState
from phuong.kernel.audit.api import Ground, Witness
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import fold


def erase_values(witness: Witness, task_id: UUID, _ground: Ground) -> int:
    """Blank every word of a task with its salt: who did what and when stays.

    Anybody may have typed a citizen's name into any of them, and no decision of the ward is kept
    here alone: one ground erases as much as the other.
    """
    task = Task.objects.of(witness.ward_id).filter(id=task_id).first()
    if task is None:
        raise NotVisible
    if task.state not in CLOSED:
        raise WrongState(
            "tasks.still-open", _("Nhiệm vụ chưa kết thúc: còn cần nội dung này để làm.")
        )
    ward = witness.ward_id
    tasks = Task.objects.of(ward).filter(id=task.id).exclude(salt="")
    rows = tasks.update(title="", product="", details="", basis="", salt="", search=fold(task.code))
    remarks = Remark.objects.of(ward).filter(task=task).exclude(salt="")
    rows += remarks.update(words="", salt="")
    extensions = Extension.objects.of(ward).filter(task=task).exclude(salt="")
    rows += extensions.update(reason="", answer="", salt="")
    return rows


def erase_series(witness: Witness, series_id: UUID, _ground: Ground) -> int:
    """Blank the words of a series that has ended; its tasks are erased each by itself."""
    mine = TaskSeries.objects.of(witness.ward_id).filter(id=series_id)
    if mine.exclude(state=SeriesState.ENDED).exists():
        raise WrongState(
            "tasks.still-open", _("Còn đang lặp: thôi lặp trước rồi mới xoá nội dung.")
        )
    return mine.exclude(salt="").update(title="", product="", details="", basis="", salt="")
