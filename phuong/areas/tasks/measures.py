"""The figures that tasks offer, each with its formula in words and its rows.

`rules.cells` decides where a task counts; each `rows` here is the same condition as a queryset.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks import policy
from phuong.areas.tasks.models import TaskQuerySet
from phuong.areas.tasks.states import State
from phuong.kernel.access.api import Actor
from phuong.kernel.measures.api import Measure, Window


def _within(rows: TaskQuerySet, window: Window, day: str) -> TaskQuerySet:
    # Tasks are of no field of procedures.
    return rows.filter(window.rows(day, field=""), **{f"{day}__isnull": False})


def _given(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor), window, "given_on")


def _running(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).running(), window, "first_due_on")


def _finished(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(state=State.DONE), window, "finished_on")


def _on_time(actor: Actor, window: Window) -> Any:
    return _finished(actor, window).filter(on_time=True)


def _late(actor: Actor, window: Window) -> Any:
    return _finished(actor, window).filter(on_time=False)


def _not_done(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(state=State.NOT_DONE), window, "closed_on")


BY_FINISH = ("-finished_on", "-id")
MEASURES = (
    Measure(
        "tasks.given",
        _("Nhiệm vụ giao"),
        _("Số nhiệm vụ được giao trong kỳ, tính theo ngày giao."),
        _("nhiệm vụ"),
        _("ngày giao"),
        _given,
        kind="task",
        order=("-given_on", "-id"),
    ),
    Measure(
        "tasks.running",
        _("Nhiệm vụ chưa xong"),
        _(
            "Số nhiệm vụ chưa báo cáo hoàn thành, xếp theo hạn đầu tiên; chậm là hạn đầu tiên đã"
            " qua, dù sau đó đã gia hạn."
        ),
        _("nhiệm vụ"),
        _("hạn đầu tiên"),
        _running,
        kind="task",
        order=("first_due_on", "id"),
    ),
    Measure(
        "tasks.on_time",
        _("Nhiệm vụ xong đúng hạn"),
        _("Số nhiệm vụ được xác nhận hoàn thành mà lúc báo cáo không muộn hơn hạn đầu tiên."),
        _("nhiệm vụ"),
        _("ngày báo cáo hoàn thành"),
        _on_time,
        kind="task",
        order=BY_FINISH,
    ),
    Measure(
        "tasks.late",
        _("Nhiệm vụ xong trễ hạn"),
        _(
            "Số nhiệm vụ được xác nhận hoàn thành mà lúc báo cáo muộn hơn hạn đầu tiên;"
            " gia hạn không đổi cách tính."
        ),
        _("nhiệm vụ"),
        _("ngày báo cáo hoàn thành"),
        _late,
        kind="task",
        order=BY_FINISH,
    ),
    Measure(
        "tasks.finished",
        _("Nhiệm vụ hoàn thành"),
        _("Số nhiệm vụ được người khác người làm xác nhận hoàn thành, đúng hạn và trễ hạn."),
        _("nhiệm vụ"),
        _("ngày báo cáo hoàn thành"),
        _finished,
        kind="task",
        order=BY_FINISH,
        sum_of=("tasks.on_time", "tasks.late"),
    ),
    Measure(
        "tasks.not_done",
        _("Nhiệm vụ không thực hiện được"),
        _("Số nhiệm vụ khép lại vì không thực hiện được, có lý do."),
        _("nhiệm vụ"),
        _("ngày khép lại"),
        _not_done,
        kind="task",
        order=("-closed_on", "-id"),
    ),
)
