"""What time it is: asked at the front doors and nowhere below, of whom the settings name."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings


def now() -> datetime:
    """Return the moment, by the machine's clock unless `CLOCK` in the settings is another one."""
    tells: Callable[[], datetime] = settings.CLOCK
    return tells()
