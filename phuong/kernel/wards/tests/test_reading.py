"""Which database is read; what the cluster makes of it is `run.py test --ha`."""

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from phuong.kernel.access.api import PUBLIC
from phuong.kernel.wards import reading
from phuong.kernel.wards.models import Ward

ROUTER = reading.Router()


@pytest.fixture
def drawn_from_the_standby():
    before = reading._from_standby.set(True)
    yield
    reading._from_standby.reset(before)


def test_everything_is_read_from_the_primary_unless_a_page_may_do_otherwise():
    assert ROUTER.db_for_read(Ward) == "default"


@pytest.mark.usefixtures("drawn_from_the_standby")
def test_such_a_page_is_read_from_the_standby_and_still_written_to_the_primary():
    assert ROUTER.db_for_read(Ward) == "reading"
    assert ROUTER.db_for_write(Ward) == "default"
    assert ROUTER.allow_relation(Ward(), Ward())
    assert [ROUTER.allow_migrate(alias, "wards") for alias in ("default", "reading")] == [
        True,
        False,
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("drawn_from_the_standby")
def test_within_a_transaction_it_is_the_primary():
    assert ROUTER.db_for_read(Ward) == "default"


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views(pattern.url_patterns)


def test_only_pages_for_everybody_may_be_read_from_a_standby():
    found = [view for view in views(get_resolver().url_patterns) if hasattr(view, "from_standby")]
    assert found
    assert {view.door for view in found} == {(PUBLIC,)}
