"""Citizens at their phones: a ward with the law they stand on, and pages gone through by forms."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import Desk, make_desk
from phuong.areas.procedures.rules.rows import PaperRow, QuestionRow
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.law import api as law
from phuong.kernel.law.models import LegalAct, LegalValue

VALUES = {
    "dossiers.draft_kept": (30, "calendar_day"),
    "dossiers.intake_limit": (8, "working_hour"),
    "dossiers.lookup_tries": (5, "times"),
    "dossiers.lookup_wait": (15, "minute"),
}
BIRTH: dict[str, Any] = {
    "name": "Đăng ký khai sinh",
    "channel": "national",
    "papers": (
        PaperRow("to-khai", "Tờ khai đăng ký khai sinh", "form"),
        PaperRow("giay-chung-sinh", "Giấy chứng sinh", "original"),
        PaperRow("ket-hon", "Giấy chứng nhận kết hôn", "copy", held_in="civil_status",
                 held_name="Cơ sở dữ liệu hộ tịch"),
        PaperRow("uy-quyen", "Văn bản ủy quyền", "original", required=False,
                 condition="người khác đi làm thay"),
    ),
    "questions": (
        QuestionRow("child_name", "Họ, chữ đệm và tên của trẻ", "text"),
        QuestionRow("sex", "Giới tính của trẻ", "choice", choices=("Nam", "Nữ")),
        QuestionRow("born_on", "Trẻ sinh ngày nào?", "date"),
        QuestionRow("story", "Còn điều gì cần nói thêm?", "long", required=False),
        QuestionRow("copies", "Cần thêm mấy bản sao?", "number", required=False),
    ),
}  # fmt: skip
BOARDING: dict[str, Any] = {
    "slug": "phong-tro-an-toan",
    "name": "Công nhận phòng trọ an toàn",
    "channel": "here",
    "limit_n": 7,
    "limit_text": "7 ngày làm việc",
    "fee_text": "Không thu",
    "papers": (
        PaperRow("don", "Đơn đăng ký công nhận phòng trọ an toàn", "form"),
        PaperRow("anh", "Ảnh phòng trọ", "photo", note="Cổng, lối thoát, bình chữa cháy."),
    ),
    "questions": (
        QuestionRow("where", "Phòng trọ ở đâu?", "text", hint="Số nhà, hẻm, đường, khu vực"),
        QuestionRow("rooms", "Có mấy phòng?", "number"),
    ),
}


def make_law() -> None:
    """Put the few values in force that the citizen's pages ask for."""
    act = LegalAct.objects.create(
        number="Phường/quy-ước", title="Quy ước", issuer="Phường",
        valid_from=date(2012, 1, 1), certainty="sourced",
    )  # fmt: skip
    for key, (value, unit) in VALUES.items():
        LegalValue.objects.create(
            key=key, value=value, unit=unit, valid_from=date(2012, 1, 1), act=act,
            certainty="sourced",
        )  # fmt: skip
    law.changed()


def make_ward_of(row: dict[str, Any], prefix: str = "PM", *, host: str = "") -> Desk:
    """Make a desk whose one procedure is this."""
    if not LegalValue.objects.exists():
        make_law()
    return make_desk(prefix, host=host, **row)


@dataclass(slots=True)
class Walk:
    """A citizen's way through the pages: opens them, fills in their forms, follows."""

    client: Client
    page: Any = None

    def open(self, path: str) -> str:
        """Open a page and return its text."""
        self.page = self.client.get(path, follow=True)
        return self.text

    def send(self, path: str = "", **values: Any) -> str:
        """Send the form of the page that is open, or one at another address."""
        target = path or self.path
        hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', self.raw))
        self.page = self.client.post(target, {**hidden, **values}, follow=True)
        return self.text

    @property
    def path(self) -> str:
        """The address of the page that is open, its query included."""
        request = self.page.request
        query = request.get("QUERY_STRING", "")
        return f"{request['PATH_INFO']}?{query}" if query else str(request["PATH_INFO"])

    @property
    def raw(self) -> str:
        """The page as it was sent."""
        return str(self.page.content.decode())

    @property
    def text(self) -> str:
        """What can be read on the page."""
        bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", self.raw, flags=re.DOTALL)
        return " ".join(unescape(bare).split())

    @property
    def status(self) -> int:
        """The status of the page."""
        return int(self.page.status_code)


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    """Return an upload from a phone's camera."""
    return SimpleUploadedFile(name, picture(), "image/jpeg")


WHO = {"name": "Nguyễn Thị Hường", "phone": "090 512 3412", "address": "12 đường Mẫu, khu vực 3"}


def fill_birth(walk: Walk) -> Dossier:
    """Go through the preparation of a birth registration up to the check."""
    walk.open("/thu-tuc/khai-sinh/nop/")
    walk.send()
    dossier = newest()
    root = f"/nop/{dossier.token}/"
    for step, values in (
        ("cho-ai", {"for_whom": "self"}),
        ("nguoi-nop", WHO),
        ("khai/child_name", {"answer": "Nguyễn Minh An"}),
        ("khai/sex", {"answer": "Nữ"}),
        ("khai/born_on", {"answer_day": "1", "answer_month": "11", "answer_year": "2026"}),
        ("khai/story", {"answer": ""}),
        ("khai/copies", {"answer": "2"}),
        ("giay-to", {"tep-to-khai": photo(), "tep-giay-chung-sinh": photo("cs.jpg")}),
        ("cach-nhan", {"return_method": "counter"}),
    ):
        walk.open(f"{root}{step}/")
        walk.send(**values)
    return dossier


def fill_boarding(walk: Walk) -> Dossier:
    """Go through the filing of a boarding-house recognition up to the check."""
    walk.open("/thu-tuc/phong-tro-an-toan/nop/")
    walk.send()
    dossier = newest()
    root = f"/nop/{dossier.token}/"
    for step, values in (
        ("cho-ai", {"for_whom": "self"}),
        ("nguoi-nop", WHO),
        ("khai/where", {"answer": "5 hẻm 2"}),
        ("khai/rooms", {"answer": "8"}),
        ("giay-to", {"tep-don": photo(), "tep-anh": [photo("1.jpg"), photo("2.jpg")]}),
        ("cach-nhan", {"return_method": "online"}),
    ):
        walk.open(f"{root}{step}/")
        walk.send(**values)
    return dossier


def newest() -> Dossier:
    """Return the dossier that was begun last, whatever day its clock showed."""
    return Dossier.objects.country_wide().order_by("-id")[0]
