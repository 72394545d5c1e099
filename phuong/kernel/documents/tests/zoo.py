"""The upload zoo: name, a way to make the content, and what becomes of it."""

import unicodedata
from collections.abc import Callable
from functools import partial

from phuong.kernel.documents import kinds
from phuong.kernel.documents.kinds import MEGABYTE, FileKind
from phuong.kernel.documents.tests.made import (
    archive,
    docx,
    encrypted_zip_flag,
    locked_pdf,
    odt,
    pdf,
    pdf_with_attachment,
    pdf_with_script,
    picture,
    png_bomb,
    xlsx,
)

Make = Callable[[], bytes]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
WEB = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
FILM = b"\0\0\0\x18ftypisom\0\0\0\0mp42isom" + b"\0" * 99
OLD_OFFICE = b"\xd0\xcf\x11\xe0" + b"\0" * 600
LINK = "/Annots [<< /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>]"


def name_of(value: object) -> str:
    return ascii(value)[1:40] if isinstance(value, str) else ""


GOOD: list[tuple[str, Make, FileKind]] = [
    ("ảnh thẻ.jpg", picture, kinds.JPEG),
    ("ANH.JPEG", picture, kinds.JPEG),
    ("không có đuôi", picture, kinds.JPEG),
    ("giấy số 12.5", picture, kinds.JPEG),
    ("ảnh có nơi chụp.jpg", partial(picture, gps=True), kinds.JPEG),
    ("cccd.png", partial(picture, "PNG"), kinds.PNG),
    ("ảnh điện thoại.JPG", partial(picture, "PNG"), kinds.PNG),
    ("IMG_0147.HEIC", partial(picture, "HEIF"), kinds.HEIC),
    ("ảnh.webp", partial(picture, "WEBP"), kinds.WEBP),
    ("tờ khai.pdf", partial(pdf, "Tờ khai đăng ký khai sinh"), kinds.PDF),
    ("có đường dẫn.pdf", partial(pdf, "Xem", page=LINK), kinds.PDF),
    ("báo cáo.docx", partial(docx, "Báo cáo tuần"), kinds.DOCX),
    ("sổ.xlsx", partial(xlsx, "Số thứ tự"), kinds.XLSX),
    ("biên bản.odt", partial(odt, "Biên bản"), kinds.ODT),
]

BAD: list[tuple[str, Make, str]] = [
    ("rỗng.pdf", bytes, "documents.empty"),
    ("ảnh.svg", lambda: SVG, "documents.unknown-type"),
    ("ảnh.png", lambda: SVG, "documents.unknown-type"),
    ("đơn.pdf", lambda: WEB, "documents.unknown-type"),
    ("ảnh.jpg", lambda: b"MZ\x90\x00" + b"\0" * 200, "documents.unknown-type"),
    ("ảnh.gif", lambda: b"GIF89a" + WEB, "documents.unknown-type"),
    ("đơn.docx", partial(docx, "Đơn"), "documents.unknown-type"),
    ("a.zip", lambda: archive({"a.txt": b"a"}), "documents.unknown-type"),
    ("phim.heic", lambda: FILM, "documents.unknown-type"),
    ("là ảnh.pdf", picture, "documents.other-type"),
    ("là pdf.jpg", partial(pdf, "Đơn"), "documents.other-type"),
    ("ảnh\u202egpj.exe", picture, "documents.other-type"),
    ("ảnh.jpg.html", picture, "documents.other-type"),
    ("và trang web.jpg", lambda: picture() + WEB, "documents.two-things"),
    ("và pdf.jpg", lambda: picture() + pdf("Đơn"), "documents.two-things"),
    ("và zip.png", lambda: picture("PNG") + archive({"a": b"MZ"}), "documents.two-things"),
    ("và zip.pdf", lambda: pdf("Đơn") + archive({"a": b"MZ"}), "documents.two-things"),
    ("và mã.pdf", lambda: b"%PDF-1.7 " + WEB + pdf("Đơn"), "documents.two-things"),
    ("mã sau.pdf", lambda: pdf("Đơn") + WEB, "documents.two-things"),
    ("cụt.jpg", lambda: picture()[:900], "documents.broken"),
    ("cụt.png", lambda: picture("PNG")[:-40], "documents.broken"),
    ("cụt.webp", lambda: picture("WEBP")[:20], "documents.broken"),
    ("cụt.heic", lambda: picture("HEIF")[:300], "documents.broken"),
    ("trống.pdf", lambda: b"%PDF-1.7\nnothing", "documents.broken"),
    ("sâu.pdf", lambda: b"%PDF-1.7\n" + b"[" * 200_000, "documents.broken"),
    ("bom.png", png_bomb, "documents.too-complex"),
    ("bom nhỏ.png", partial(png_bomb, 9_000), "documents.too-complex"),
    ("khoá.pdf", locked_pdf, "documents.encrypted"),
    ("mã.pdf", pdf_with_script, "documents.active"),
    ("kèm tệp.pdf", pdf_with_attachment, "documents.active"),
    *(
        (f"{number}.pdf", made, "documents.active")
        for number, made in enumerate(
            [
                partial(pdf, "x", catalog="/OpenAction << /S /Launch /F (cmd.exe) >>"),
                partial(pdf, "x", catalog="/OpenAction << /S /J#61vaScript /J#53 (x) >>"),
                partial(pdf, "x", page="/AA << /O << /S /URI /Next << /S /Launch >> >> >>"),
                partial(pdf, "x", page="/Annots [<< /Subtype /FileAttachment >>]"),
                partial(pdf, "x", catalog="/AcroForm << /XFA [] >>"),
            ]
        )
    ),
]

BAD_OFFICE: list[tuple[str, Make, str]] = [
    ("khoá.docx", lambda: encrypted_zip_flag(docx("Đơn")), "documents.encrypted"),
    (
        "khoá kiểu khác.docx",
        lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        "documents.encrypted",
    ),
    ("kiểu cũ.doc", lambda: OLD_OFFICE, "documents.unknown-type"),
    ("mã.docx", partial(docx, extra={"word/vbaProject.bin": b"x"}), "documents.active"),
    (
        "bom.docx",
        lambda: docx(extra={"word/media/a": b"\0" * (201 * MEGABYTE)}),
        "documents.too-complex",
    ),
    (
        "nhiều.docx",
        lambda: docx(extra={f"a/{n}": b"" for n in range(6_000)}),
        "documents.too-complex",
    ),
    (
        "tên dài.docx",
        lambda: docx(extra={f"{'a' * 400}/{n}": b"" for n in range(5_500)}),
        "documents.too-complex",
    ),
    ("là word.xlsx", partial(docx, "Đơn"), "documents.other-type"),
]

SECRET: list[tuple[str, Make]] = [
    ("công văn.pdf", partial(pdf, "ỦY BAN NHÂN DÂN", "MẬT", "Số 12")),
    ("công văn 2.pdf", partial(pdf, "TUYỆT MẬT")),
    ("công văn 3.pdf", partial(pdf, "Nội dung thường", title="TỐI MẬT")),
    ("MẬT - biên bản.jpg", picture),
    (unicodedata.normalize("NFD", "MẬT - biên bản.jpg"), picture),
    ("báo cáo.docx", partial(docx, "Báo cáo", "TỐI MẬT", "Kính gửi")),
    ("sổ.xlsx", partial(xlsx, "Sổ theo dõi", "MẬT")),
    ("văn bản.odt", partial(odt, "Độ mật: Tối mật")),
]
