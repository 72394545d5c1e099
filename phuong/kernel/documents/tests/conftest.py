"""A store of the test's own, and what an attachment hangs on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.audit.trail import open_subject
from phuong.kernel.documents.store import ContentStore, store
from phuong.kernel.wards.models import Ward

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def contents(settings: Any, tmp_path: Path) -> ContentStore:
    settings.MEDIA_ROOT = tmp_path / "files"
    return store()


@pytest.fixture
def upload() -> Callable[..., SimpleUploadedFile]:
    def made(content: bytes, name: str) -> SimpleUploadedFile:
        file = SimpleUploadedFile("x", content, "application/octet-stream")
        # As a hostile client would send it: the constructor would take the path away.
        file._name = name  # type: ignore[attr-defined]
        return file

    return made


def make_ward(prefix: str = "XK") -> Ward:
    return Ward.objects.create(name=f"Phường {prefix}", unit_code="31135", code_prefix=prefix)


def make_occasion(ward: Ward, now: datetime = NOW) -> Occasion:
    calendar: Any = None
    return Occasion(Actor.citizen(ward.pk), now, calendar)


def make_subject(occasion: Occasion, code: str = "XK-261123-0001") -> Any:
    return open_subject(occasion, "dossier", code, "dossiers.receive")
