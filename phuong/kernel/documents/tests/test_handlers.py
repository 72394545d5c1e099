"""Big uploads go straight to the store's folder, and nothing of them stays by accident."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from phuong.kernel.documents import handlers, receiving
from phuong.kernel.documents.handlers import IncomingUpload, StoreUploadHandler
from phuong.kernel.documents.kinds import MEGABYTE, Limits
from phuong.kernel.documents.store import ContentStore
from phuong.kernel.documents.tests import made
from phuong.kernel.errors import RuleBroken


def sent(content: bytes) -> Any:
    """Return a request that carries a file, as the server hands it over."""
    head = (
        b'--x\r\nContent-Disposition: form-data; name="paper"; filename="gi\xe1\xba\xa5y.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n"
    )
    data = head + content + b"\r\n--x--\r\n"
    return RequestFactory().generic("POST", "/", data, "multipart/form-data; boundary=x")


def left_in(contents: ContentStore) -> list[Path]:
    return [path for path in Path(contents.location).rglob("*") if path.is_file()]


def test_a_big_upload_is_written_once(contents):
    request = sent(made.picture(size=(800, 600)))
    upload = request.FILES["paper"]
    assert isinstance(upload, IncomingUpload)
    assert upload.read(2) == b"\xff\xd8"
    stored = receiving.receive(upload)
    assert stored.name == "giấy.jpg"
    request.close()
    assert left_in(contents) == [contents.content_path(stored.sha256)]


def test_a_small_upload_stays_in_memory(contents):
    request = sent(made.picture())
    assert isinstance(request.FILES["paper"], InMemoryUploadedFile)
    assert receiving.receive(request.FILES["paper"]).name == "giấy.jpg"


def test_an_upload_that_no_view_took_is_gone_with_its_request(contents):
    request = sent(made.picture(size=(800, 600)))
    assert request.FILES["paper"].size > 0
    assert len(left_in(contents)) == 1
    request.close()
    assert left_in(contents) == []


def test_what_is_beyond_the_limit_is_counted_and_not_kept(contents, monkeypatch):
    monkeypatch.setattr(handlers, "Limits", lambda: Limits(max_bytes=MEGABYTE))
    request = sent(b"\0" * (3 * MEGABYTE))
    upload = request.FILES["paper"]
    assert upload.size == 3 * MEGABYTE
    assert upload.incoming.path.stat().st_size < 2 * MEGABYTE
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(upload, limits=Limits(max_bytes=MEGABYTE))
    assert refusal.value.code == "documents.too-large"
    assert left_in(contents) == []


def test_a_flood_is_refused_unread(contents, monkeypatch):
    monkeypatch.setattr(handlers, "CUT_AT", MEGABYTE)
    request = sent(b"\0" * (3 * MEGABYTE))
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018
    assert left_in(contents) == []


def test_a_file_that_does_not_end_is_cut_off(contents, monkeypatch):
    monkeypatch.setattr(handlers, "CUT_AT", MEGABYTE)
    handler = StoreUploadHandler()
    handler.new_file("paper", "a.jpg", "image/jpeg", None)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"\0", 2 * MEGABYTE)
    assert left_in(contents) == []


def test_an_upload_that_breaks_off_leaves_nothing(contents):
    handler = StoreUploadHandler()
    handler.new_file("paper", "a.jpg", "image/jpeg", None)
    handler.receive_data_chunk(b"\xff\xd8", 0)
    handler.upload_interrupted()
    assert left_in(contents) == []


def test_a_handler_streams_in_little_memory(contents):
    handler = StoreUploadHandler()
    tracemalloc.start()
    handler.new_file("paper", "a.jpg", "image/jpeg", None)
    for start in range(0, 50 * MEGABYTE, 64 * 1024):
        handler.receive_data_chunk(bytes(64 * 1024), start)
    upload = handler.file_complete(50 * MEGABYTE)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert upload is not None
    assert peak < 2 * MEGABYTE
    upload.close()
