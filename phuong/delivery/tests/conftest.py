"""Every page of these tests is opened on Monday 23/11/2026 at nine."""

import pytest

from tests.support.builders import NEXT_MONDAY


@pytest.fixture(autouse=True)
def _monday(settings):
    settings.CLOCK = lambda: NEXT_MONDAY
