"""What the pages of tasks say around their content."""

from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.tasks import policy, queries
from phuong.areas.tasks.models import Task
from phuong.kernel.access.api import Occasion


def trail(*words: str, task: Task | None = None, series: bool = False) -> list[tuple[str, str]]:
    """Return the way here: the list, the task if there is one, and this page."""
    found = [(_("Nhiệm vụ"), reverse("tasks:list"))]
    if series:
        found.append((_("Nhiệm vụ định kỳ"), reverse("tasks:series-list")))
    if task is not None:
        found.append((task.code, reverse("tasks:task", args=[task.code]) if words else ""))
    return [*found, *((one, "") for one in words)]


def after(occasion: Occasion, task: Task) -> str:
    """Return where an act leads: to the task, or to the list where one may not read it now."""
    if policy.readable(occasion.actor).filter(id=task.id).exists():
        return reverse("tasks:task", args=[task.code])
    return reverse("tasks:list")


def done(task: Task, occasion: Occasion, label: str) -> str:
    """Return "done", and the next step with who and by when."""
    said = _("Xong: %(what)s, nhiệm vụ %(code)s.") % {"what": label, "code": task.code}
    step = queries.next_step(task, occasion.today)
    if step is None:
        return f"{said} {_('Nhiệm vụ đã khép lại, không còn việc gì phải làm.')}"
    return f"{said} {_('Việc tiếp theo:')} {step.words}."
