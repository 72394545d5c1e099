"""What upper storeys may import from tasks."""

from phuong.areas.tasks import actions
from phuong.areas.tasks.actions import Wanted
from phuong.areas.tasks.actions import give_from as give_task
from phuong.areas.tasks.cards import give_address
from phuong.areas.tasks.models import Origin, Task
from phuong.areas.tasks.policy import readable
from phuong.areas.tasks.queries import workers
from phuong.areas.tasks.states import Can, State

__all__ = [
    "Can",
    "Origin",
    "State",
    "Task",
    "Wanted",
    "actions",
    "give_address",
    "give_task",
    "readable",
    "workers",
]
