"""Rules of every test run, wherever the test stands.

No connection leaves the machine, nothing is flushed, nothing is skipped in CI, and the run stands
on the database that was asked for. The fixtures are in `tests/support/`.
"""

import os
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.support import databases, order

pytest_plugins = ["tests.support.fixtures", "tests.support.browser"]

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}

set_hypothesis_home_dir("var/hypothesis")
# Two shared cores are too uneven for deadlines; the same examples each time, so that a failure in
# CI is a failure here. PHUONG_HYPOTHESIS=deep looks for new ones.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=2000,
    database=DirectoryBasedExampleDatabase("var/hypothesis"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("PHUONG_HYPOTHESIS", "steady"))


def _stay_at_home(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections to other machines, by Python's own audit of them."""
    if event == "socket.connect":
        _, address = arguments
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise RuntimeError(f"A test tried to reach {address}: no test leaves the machine.")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        host = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if not host.startswith(LOOPBACK) and host != socket.gethostname():
            raise RuntimeError(f"A test asked for the address of {host}: no test leaves home.")


sys.addaudithook(_stay_at_home)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what opens no database: it says the same on every one",
    )
    parser.addoption(
        "--kills", type=int, default=24, metavar="N", help="processes killed in test_killed.py"
    )


def pytest_report_header() -> str:
    return f"database: {databases.wanted()} · CI: {'yes' if CI else 'no'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if why := _breaks_the_database(item, fixtures):
            raise pytest.UsageError(f"{item.nodeid} {why}: ask for `committed_db` alone.")
        if "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)
    if "PYTEST_XDIST_WORKER" in os.environ:
        order.sort(items)
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _opens_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _opens_a_database(item)]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return order.LongOnesFirst(config, log) if config.getvalue("dist") == "loadfile" else None


def _opens_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    # A fixture that keeps one ward for a whole module stands on the set-up, not on `db`.
    return bool(
        fixtures & {"db", "committed_db", "django_db_setup"} or item.get_closest_marker("django_db")
    )


def _breaks_the_database(item: pytest.Item, fixtures: set[str]) -> str:
    """Tell why this test can't run on tables that refuse deletion, or say nothing."""
    from django.test import TestCase, TransactionTestCase

    marker = item.get_closest_marker("django_db")
    case = getattr(item, "cls", None)
    by_class = isinstance(case, type) and issubclass(case, TransactionTestCase)
    flushes = by_class and not issubclass(case, TestCase)
    if flushes or fixtures & FLUSHING or (marker and marker.kwargs.get("transaction")):
        return "would flush the database, which append-only tables refuse; on a fresh copy"
    if "committed_db" in fixtures and (marker or "db" in fixtures or by_class):
        return "wants to be rolled back and a fresh copy at once"
    return ""


# Outermost, so that it sees the last word of pytest's own skipping.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    if CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report: Any = yield
    if CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {collector.nodeid}"
    return report
