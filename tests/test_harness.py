"""The harness keeps its own promises."""

import os
import socket
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from phuong.kernel.people.models import Account
from phuong.kernel.wards.models import Ward
from tests.support import databases, order, postgres
from tests.support.browser import DESK


@pytest.mark.django_db
def test_an_ordinary_test_is_rolled_back_first_half():
    assert not Account.objects.exists()
    Account.objects.create(login="một")


@pytest.mark.django_db
def test_an_ordinary_test_is_rolled_back_second_half():
    assert not Account.objects.exists()
    Account.objects.create(login="hai")


def test_without_asking_for_it_no_test_reaches_the_database():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Account.objects.exists()


def test_commits_on_a_copy_are_real_and_seen_by_other_threads(committed_db):
    def write(name):
        Account.objects.create(login=name)
        connection.close()

    threads = [threading.Thread(target=write, args=(f"nhóm {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Account.objects.count() == 4


def test_the_next_copy_begins_where_the_first_began(committed_db):
    assert not Account.objects.exists()
    assert "_copy" in str(connection.settings_dict["NAME"])


@pytest.mark.django_db
def test_statements_are_counted_without_the_transaction_s_own(django_assert_statements):
    with django_assert_statements(2, exact=True) as statements:
        with transaction.atomic():
            Account.objects.create(login="ba")
        Account.objects.count()
    assert len(statements) == 2
    refused = pytest.raises(AssertionError, match="2 statements, at most 1 allowed")
    with refused, django_assert_statements(1):
        Account.objects.count()
        Account.objects.count()


@pytest.mark.django_db
def test_a_constraint_is_the_database_s_own():
    Account.objects.create(login="bốn")
    with pytest.raises(DatabaseError):
        Account.objects.create(login="bốn")


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_no_test_leaves_the_machine(address):
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(RuntimeError, match="no test leaves"):
        line.connect(address)


def test_no_test_asks_for_a_name_outside():
    with pytest.raises(RuntimeError, match="no test leaves"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_postgres_of_the_right_age_is_found():
    assert (postgres.find_binaries() / "pg_ctl").exists()


def test_data_of_a_run_lies_in_its_own_folder():
    assert os.environ["PHUONG_DATA"].startswith(str(databases.prepare()))


def test_a_changed_migration_makes_a_new_template(tmp_path):
    folder = tmp_path / "areas" / "office" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "settings.py").write_text("", "utf-8")
    before = databases.key_of(tmp_path)
    (folder / "0001_create_units.py").write_text("one", "utf-8")
    first = databases.key_of(tmp_path)
    (folder / "0001_create_units.py").write_text("two", "utf-8")
    assert len({before, first, databases.key_of(tmp_path)}) == 3


FORBIDDEN = """
import pytest
{body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "@pytest.mark.django_db(transaction=True)\ndef test_it(): pass",
        "def test_it(transactional_db): pass",
        "def test_it(live_server): pass",
        "@pytest.mark.django_db\ndef test_it(committed_db): pass",
        (
            "from django.test import TransactionTestCase\n"
            "class TestIt(TransactionTestCase):\n    def test_it(self): pass"
        ),
    ],
)
def test_a_test_that_would_flush_is_refused(body, pytester_run):
    result = pytester_run(FORBIDDEN.format(body=body))
    assert result.returncode == 4
    assert "fresh copy" in result.stdout + result.stderr


def test_nothing_is_skipped_in_ci(pytester_run):
    text = """
import pytest
def test_one(): pytest.skip("tired")
@pytest.mark.skip
def test_two(): pass
@pytest.mark.xfail
def test_three(): assert False
"""
    assert "2 failed, 1 error" in pytester_run(text, CI="true").stdout
    assert pytester_run(text, CI="").returncode == 0


def test_no_module_is_skipped_in_ci(pytester_run):
    text = "import pytest\npytest.importorskip('no_such_module')\ndef test_it(): pass\n"
    assert pytester_run(text, CI="true").returncode == 2


def test_the_browser_sees_what_was_committed(settings, visit, log_in, axe):
    settings.ROOT_URLCONF = "tests.support.probe"
    make_ward()
    user = Account.objects.create_account("ba", "mật khẩu")
    page = visit("/", size=DESK)
    assert "Có 1 tài khoản; đây là AnonymousUser" in page.content()
    log_in(page, user)
    page.goto("/")
    assert "Có 1 tài khoản; đây là ba" in page.content()
    axe(page)


def test_what_hinders_people_is_found(settings, visit, axe):
    settings.ROOT_URLCONF = "tests.support.probe"
    make_ward()
    page = visit("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data:,>')")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def make_ward():
    Ward.objects.create(name="Phường Mẫu", unit_code="00001", code_prefix="PM")


def test_what_is_read_as_long_is_what_is_marked_so(request):
    """The controller reads names where the processes have marks; both must say the same."""
    marked, read = set(), set()
    for item in request.session.items:
        name = (item.path, item.originalname)
        marked |= {name} if item.get_closest_marker("long") else set()
        read |= {name} if item.originalname in order.long_tests(item.path) else set()
    assert marked == read


def test_long_tests_are_read_one_by_one_or_all_of_a_file(tmp_path):
    some, every = tmp_path / "some.py", tmp_path / "every.py"
    test = "def test_one(): ...\ndef test_two(): ...\ndef other(): ...\n"
    some.write_text("@pytest.mark.slow\n@pytest.mark.long\n" + test, "utf-8")
    every.write_text("pytestmark = [pytest.mark.slow, pytest.mark.long]\n" + test, "utf-8")
    assert order.long_tests(some) == {"test_one"}
    assert order.long_tests(every) == {"test_one", "test_two"}
