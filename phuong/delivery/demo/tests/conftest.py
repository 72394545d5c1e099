"""One small demo ward for all tests of a module: making it takes seconds."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from phuong.delivery.demo.make import Made, make
from phuong.kernel.access.api import HERE
from tests.support import databases

# A Wednesday afternoon; the day before was a holiday.
NOW = datetime(2026, 11, 25, 15, 40, tzinfo=HERE)
NUMBER, SEED = 60, 11


def load_packs() -> None:
    call_command("load_law", verbosity=0)
    call_command("load_procedures", verbosity=0)


@pytest.fixture(scope="module")
def living(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    from django.test import override_settings

    with django_db_blocker.unblock(), databases.fresh_copy(), override_settings(DEMO=True):
        load_packs()
        yield make(NOW, number=NUMBER, seed=SEED)
