"""What Django remembers of a request belongs to the thread that answers it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from phuong.delivery import threadlocals


def test_two_threads_keep_two_languages_and_two_prefixes():
    met = threading.Barrier(2, timeout=10)

    def one(language: str, prefix: str) -> tuple[str | None, str, str]:
        translation.activate(language)
        set_script_prefix(prefix)
        met.wait()
        return translation.get_language(), get_script_prefix(), translation.gettext("Tra cứu")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(one, "vi", "/")
        second = threads.submit(one, "en", "/en/")

    assert first.result() == ("vi", "/", "Tra cứu")
    assert second.result() == ("en", "/en/", "Check status")


def test_the_program_keeps_them_in_plain_variables_of_a_thread():
    for module, name in threadlocals.KEPT:
        assert type(getattr(module, name)) is threading.local, f"{module.__name__}.{name}"


def test_a_name_that_django_gave_up_is_said_at_the_start(monkeypatch):
    gone = ((threading, "_that_was_never_there"),)
    monkeypatch.setattr(threadlocals, "KEPT", gone)

    with pytest.raises(RuntimeError, match="ADR 0022"):
        threadlocals.use()
