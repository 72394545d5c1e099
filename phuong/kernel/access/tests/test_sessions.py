"""Who comes back with a session: known as long as the session and the account are."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from phuong.kernel.access.sessions import SessionStore
from phuong.kernel.people.models import Account

PASSWORD = "mot-cau-dai-de-nho"  # noqa: S105


@pytest.fixture
def account(db):
    return Account.objects.create_account("lan", PASSWORD)


@pytest.fixture
def key(account, client):
    assert client.login(username="lan", password=PASSWORD)
    return client.session.session_key


def whoever(key):
    request = RequestFactory().get("/")
    request.session = SessionStore(key)
    return get_user(request)


def test_somebody_who_logged_in_is_known_by_two_statements(account, key, django_assert_statements):
    assert whoever(key) == account
    with django_assert_statements(2, exact=True):
        assert whoever(key).login == "lan"


def test_an_account_that_is_closed_meanwhile_opens_nothing(account, key):
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert whoever(key).is_anonymous


def test_an_account_that_is_gone_opens_nothing(account, key):
    Account.objects.filter(pk=account.pk).delete()
    assert whoever(key).is_anonymous


def test_a_session_that_ran_out_is_nobody_s_and_loses_its_key(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    session = SessionStore(key)
    assert dict(session.items()) == {}
    assert session.session_key is None
    assert whoever(key).is_anonymous


@pytest.mark.parametrize("key", ["khong-co-khoa-nao-nhu-the", "ngan", "", None])
def test_a_key_that_was_never_given_is_nobody_s(db, key):
    assert whoever(key).is_anonymous
