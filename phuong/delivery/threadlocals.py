"""What Django remembers of a request, kept by the thread that answers it (ADR 0022).

Django keeps language, time zone and address prefix in variables that also follow asynchronous
tasks. Reading one takes a lock, a context and two failed look-ups; a page reads them some two
hundred times. Nothing here is asynchronous: one thread answers one request from its first byte to
its last.
"""

import threading
from types import ModuleType

from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real

KEPT: tuple[tuple[ModuleType, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (urls, "_prefixes"),
    (urls, "_urlconfs"),
)


def use() -> None:
    """Keep each of them in a plain variable of its thread. Called once, before any request."""
    for module, name in KEPT:
        if not hasattr(module, name):
            raise RuntimeError(f"{module.__name__}.{name} is gone: look at ADR 0022 again")
        setattr(module, name, threading.local())
