"""Small pictures, and pictures that do not say where they were taken."""

import io

import pytest
from PIL import Image

from phuong.kernel.documents import images, kinds, reading
from phuong.kernel.documents.attaching import attach
from phuong.kernel.documents.kinds import Limits
from phuong.kernel.documents.receiving import keep, receive
from phuong.kernel.documents.tests import made
from phuong.kernel.documents.tests.conftest import make_occasion, make_subject, make_ward

BARE = Limits(without_location=True)


@pytest.mark.parametrize(
    ("written", "name", "kept_as", "shown"),
    [
        ("JPEG", "nhà.jpg", kinds.JPEG, "nhà.jpg"),
        ("HEIF", "nhà.heic", kinds.JPEG, "nhà.jpg"),
        ("HEIF", "IMG_0147.HEIC", kinds.JPEG, "IMG_0147.jpg"),
        ("PNG", "IMG_0148.JPG", kinds.PNG, "IMG_0148.png"),
        ("PNG", "nhà.png", kinds.PNG, "nhà.png"),
        ("WEBP", "nhà.webp", kinds.WEBP, "nhà.webp"),
    ],
)
def test_a_photo_is_kept_without_place_and_device(contents, upload, written, name, kept_as, shown):
    content = made.picture(written, gps=True)
    as_is = receive(upload(content, name))
    kind = kinds.BY_MEDIA_TYPE[as_is.media_type]
    assert images.has_location(contents.content_path(as_is.sha256), kind)

    stored = receive(upload(content, name), limits=BARE)

    assert (stored.media_type, stored.name) == (kept_as.media_type, shown)
    path = contents.content_path(stored.sha256)
    assert stored.size == path.stat().st_size
    assert not images.has_location(path, kept_as)
    with Image.open(path) as image:
        assert not dict(image.getexif())
        assert image.size == (64, 48)
    assert "Điện thoại".encode() not in path.read_bytes()
    assert contents.clear_incoming(float("inf")) == 0


def test_a_photo_that_says_nothing_is_kept_to_the_byte(contents, upload):
    content = made.picture()
    assert receive(upload(content, "a.jpg"), limits=BARE) == receive(upload(content, "a.jpg"))


def test_a_turned_photo_stays_upright_without_its_note(contents, upload):
    out, note = io.BytesIO(), Image.Exif()
    note[0x0112], note[0x0110] = 6, "x"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=note.tobytes())
    stored = receive(upload(out.getvalue(), "a.jpg"), limits=BARE)
    with Image.open(contents.content_path(stored.sha256)) as image:
        assert image.size == (40, 60)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "mode", "name"),
    [
        ("JPEG", "RGB", "a.jpg"),
        ("JPEG", "CMYK", "a.jpg"),
        ("PNG", "RGBA", "a.png"),
        ("PNG", "P", "a.png"),
        ("HEIF", "RGB", "a.heic"),
        ("WEBP", "RGB", "a.webp"),
    ],
)
def test_a_small_picture_is_made_once_and_is_small(contents, upload, written, mode, name):
    occasion = make_occasion(make_ward())
    content = made.picture(written, size=(900, 700), mode=mode)
    row = attach(occasion, make_subject(occasion), receive(upload(content, name)), "anh")
    small = reading.small_picture(row)
    assert small is not None
    assert len(small) <= images.SMALL_BYTES
    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, max(image.size) <= images.SMALL_SIDE) == ("JPEG", True)
    contents.small_path(row.sha256).write_bytes(b"kept")
    assert reading.small_picture(row) == b"kept"


@pytest.mark.django_db
def test_what_is_no_picture_has_no_small_one(contents):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    pdf = attach(occasion, subject, keep([b"%PDF"], name="a", media_type="application/pdf"), "a")
    broken = attach(occasion, subject, keep([b"\xff\xd8"], name="a", media_type="image/jpeg"), "b")
    assert reading.small_picture(pdf) is None
    assert reading.small_picture(broken) is None
