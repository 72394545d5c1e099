"""Files that were sent together: kept at once, or nothing of any."""

import errno
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from phuong.kernel.documents import receiving
from phuong.kernel.documents.tests import made, zoo
from phuong.kernel.documents.tests.test_receiving import files_in
from phuong.kernel.errors import RuleBroken


def pictures(upload, number=3):
    return [upload(made.picture(), f"giay-{n}.jpg") for n in range(number)]


def test_all_are_kept_in_their_order_and_the_same_twice_is_one_content(contents, upload):
    sent, same = pictures(upload), made.picture()
    sent += [upload(same, "hai-mặt.jpg"), upload(same, "hai-mặt.jpg")]
    stored = receiving.receive_all(sent, field="attached")
    assert [one.name for one in stored] == [one.name for one in sent]
    assert stored[3].sha256 == stored[4].sha256
    places = {contents.content_path(one.sha256) for one in stored}
    assert set(files_in(Path(contents.location))) == places


def test_nothing_was_sent(contents):
    assert receiving.receive_all(None) == []
    assert files_in(Path(contents.location)) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_is_refused_leaves_nothing_of_the_others(contents, upload, place):
    sent = pictures(upload)
    _name, make, code = zoo.BAD[0]
    sent[place] = upload(make(), "xau.jpg")
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive_all(sent, field="attached")
    assert (refusal.value.code, refusal.value.field) == (code, "attached")
    assert files_in(Path(contents.location)) == []


def test_each_content_and_each_folder_above_it_is_durable_before_it_is_acknowledged(
    contents, upload, monkeypatch
):
    durable, real = set(), os.fsync

    def fsync(descriptor):
        durable.add(Path(f"/proc/self/fd/{descriptor}").readlink().parts[-1])
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    stored = receiving.receive_all(pictures(upload))
    root = Path(contents.location)
    above = {contents.content_path(one.sha256).parent for one in stored}
    above |= {folder.parent for folder in above} | {root}
    assert {folder.name for folder in above} <= durable
    # Each content is written under the name it came in by.
    assert len(durable - {folder.name for folder in above}) >= len(stored)


def test_a_disk_that_takes_two_of_three_is_full_and_the_others_have_ended(
    contents, upload, monkeypatch
):
    lock, asked, ended, real = threading.Lock(), [], [], os.fsync

    def fsync(descriptor):
        with lock:
            asked.append(descriptor)
            turn = len(asked)
        if turn == 1:
            raise OSError(errno.ENOSPC, "full")
        time.sleep(0.05)
        real(descriptor)
        ended.append(descriptor)

    contents.incoming().discard()  # The folder of what comes in is there before the disk is full.
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive_all(pictures(upload))
    assert refusal.value.code == "documents.no-room"
    assert (len(asked), len(ended)) == (3, 2)
    assert files_in(Path(contents.location)) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied on POSIX alone")
def test_a_copied_process_keeps_files_too(contents, upload):
    receiving.receive_all(pictures(upload))
    sent = pictures(upload)
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if len(receiving.receive_all(sent)) == 3 else 1)
        finally:
            os._exit(2)
    until = time.monotonic() + 20
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0 and time.monotonic() < until:
        time.sleep(0.02)
    if ended[0] == 0:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert ended == (child, 0)
