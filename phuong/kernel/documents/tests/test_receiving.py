"""The upload zoo: what is taken, and how each hostile or mistaken file is refused."""

import hashlib
import random
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.kernel.documents import receiving
from phuong.kernel.documents.kinds import CITIZEN, MEGABYTE, OFFICIAL, Limits
from phuong.kernel.documents.tests import made, zoo
from phuong.kernel.errors import RuleBroken


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "make", "kind"), zoo.GOOD, ids=zoo.name_of)
def test_a_good_file_is_kept_under_its_hash(contents, upload, name, make, kind):
    content = make()
    stored = receiving.receive(upload(content, name), limits=OFFICIAL)

    sha256 = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size) == (sha256, len(content))
    assert stored.media_type == kind.media_type
    place = Path(contents.location) / sha256[:2] / sha256[2:4] / sha256
    assert files_in(Path(contents.location)) == [place]
    assert place.read_bytes() == content


@pytest.mark.parametrize(("name", "make", "code"), zoo.BAD, ids=zoo.name_of)
def test_a_bad_file_is_refused_and_nothing_of_it_stays(contents, upload, name, make, code):
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(upload(make(), name), limits=CITIZEN, field="paper")

    assert (refusal.value.code, refusal.value.field) == (code, "paper")
    assert files_in(Path(contents.location)) == []


@pytest.mark.parametrize(("name", "make", "code"), zoo.BAD_OFFICE, ids=zoo.name_of)
def test_a_bad_office_file_is_refused(contents, upload, name, make, code):
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(upload(make(), name), limits=OFFICIAL)
    assert refusal.value.code == code
    assert files_in(Path(contents.location)) == []


@pytest.mark.parametrize(("name", "make"), zoo.SECRET, ids=zoo.name_of)
def test_invariant_15_nothing_marked_secret_enters(contents, upload, name, make):
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(upload(make(), name), limits=OFFICIAL)
    assert refusal.value.code == "documents.secret"
    assert "bản giấy" in str(refusal.value)
    assert files_in(Path(contents.location)) == []


def test_a_file_of_just_the_limit_is_taken_and_a_byte_more_is_not(contents, upload):
    content = made.picture("JPEG")
    stored = receiving.receive(upload(content, "a.jpg"), limits=Limits(max_bytes=len(content)))
    assert stored.size == len(content)
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(upload(content, "a.jpg"), limits=Limits(max_bytes=len(content) - 1))
    assert refusal.value.code == "documents.too-large"


class Endless(SimpleUploadedFile):
    """A picture followed by noise, made chunk by chunk; counts what was asked of it."""

    def __init__(self, length: int) -> None:
        super().__init__("ảnh.jpg", made.picture("JPEG"), "image/jpeg")
        self.length, self.given = length, 0

    def chunks(self, chunk_size=None):
        head = made.picture("JPEG")
        self.given = len(head)
        yield head
        while self.given < self.length:
            part = bytes(min(64 * 1024, self.length - self.given))
            self.given += len(part)
            yield part


def test_fifty_megabytes_and_a_byte_are_refused_in_words(contents):
    with pytest.raises(RuleBroken) as refusal:
        receiving.receive(Endless(50 * MEGABYTE + 1))
    assert str(refusal.value) == "Tệp lớn hơn 50 MB. Chụp lại ở cỡ nhỏ hơn."
    assert files_in(Path(contents.location)) == []


def test_a_gigabyte_is_not_read_to_its_end(contents):
    endless = Endless(1024 * MEGABYTE)
    with pytest.raises(RuleBroken):
        receiving.receive(endless)
    assert endless.given < 51 * MEGABYTE


def test_fifty_megabytes_are_received_in_little_memory(contents):
    upload = Endless(50 * MEGABYTE)
    tracemalloc.start()
    stored = receiving.receive(upload)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stored.size == 50 * MEGABYTE
    assert peak < 4 * MEGABYTE


def test_what_the_system_made_itself_is_kept_as_it_is(contents):
    made_by_us = iter([b"%PDF", b"-1.7"])
    stored = receiving.keep(made_by_us, name="giấy hẹn.pdf", media_type="application/pdf")
    assert contents.content_path(stored.sha256).read_bytes() == b"%PDF-1.7"


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Change, cut or repeat a few places of a file."""
    changed = bytearray(content)
    for _each in range(dice.choice([1, 2, 5, 20])):
        place = dice.randrange(len(changed) - 8)
        match dice.randrange(3):
            case 0:
                changed[place] = dice.randrange(256)
            case 1 if len(changed) > 200:
                del changed[place : place + dice.randrange(1, 30)]
            case _:
                other = dice.randrange(len(changed) - 8)
                changed[place : place + 8] = changed[other : other + 8]
    return bytes(changed)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize(("name", "make", "kind"), zoo.GOOD, ids=zoo.name_of)
def test_a_damaged_file_is_taken_or_refused_and_never_an_error(contents, upload, name, make, kind):
    dice, whole = random.Random(name), make()  # noqa: S311
    bare = Limits(kinds=OFFICIAL.kinds, without_location=True)
    answers = set()
    for limits in [OFFICIAL, bare] * 10:
        try:
            stored = receiving.receive(upload(damaged(whole, dice), name), limits=limits)
        except RuleBroken as refusal:
            answers.add(refusal.code.partition(".")[0])
        else:
            answers.add(contents.has(stored.sha256))
    assert answers <= {"documents", True}
    assert files_in(Path(contents.location) / "incoming") == []
