"""Files for the tests, made of nothing: pictures, PDFs, office files, and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfReader, PdfWriter

GPS = 0x8825


def picture(
    kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), gps: bool = False, mode: str = "RGB"
) -> bytes:
    image = Image.effect_noise(size, 60).convert(mode)
    out = io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x0110] = "Điện thoại của bà Tư"
        exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (10.0, 1.0, 30.0)
    image.save(out, kind, **({"exif": exif.tobytes()} if gps else {}))
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(side: int = 60_000) -> bytes:
    """A few hundred bytes that unfold to gigabytes."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = png_chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + header + rows + png_chunk(b"IEND", b"")


def pdf(
    *lines: str,
    title: str = "",
    catalog: str = "",
    page: str = "",
    extra: Mapping[int, str] | None = None,
) -> bytes:
    """A PDF of one page with these lines, each letter spelled by a font with a Unicode map."""
    letters = sorted(set("".join(lines)))
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    show = "".join(
        f"1 0 0 1 50 {750 - 20 * number} Tm <{''.join(f'{codes[c]:04x}' for c in line)}> Tj "
        for number, line in enumerate(lines)
    )
    pairs = "".join(f"<{codes[c]:04x}> <{ord(c):04x}>\n" for c in letters)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /M def"
        " 1 begincodespacerange <0000> <ffff> endcodespacerange"
        f" {len(letters)} beginbfchar {pairs} endbfchar endcmap end"
    )
    bodies = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        f" /Resources << /Font << /F 5 0 R >> >> {page} >>",
        4: _stream(f"BT /F 12 Tf {show}ET"),
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
        " /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: _stream(unicode_map),
        8: f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>",
        **(extra or {}),
    }
    return _assemble(bodies)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _assemble(bodies: Mapping[int, str]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in sorted(bodies.items()):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(places) + 1} /Root 1 0 R /Info 8 0 R >>\n"
    end += f"startxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Đơn"))))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Đơn"))))
    writer.add_attachment("chay.exe", b"MZ...")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    action = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    return pdf("Đơn", catalog=f"/Names << /JavaScript << /Names [(x) {action}] >> >>")


def archive(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in entries.items():
            file.writestr(name, body)
    return out.getvalue()


def docx(*paragraphs: str, extra: Mapping[str, bytes] | None = None) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"<w:document>{body}</w:document>".encode(),
            **(extra or {}),
        }
    )


def xlsx(*cells: str) -> bytes:
    strings = "".join(f"<si><t>{text}</t></si>" for text in cells)
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>".encode(),
        }
    )


def odt(*paragraphs: str) -> bytes:
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document>{body}</office:document>".encode(),
        }
    )


def encrypted_zip_flag(content: bytes) -> bytes:
    """Set the flag "encrypted" of each entry, in its own header and in the directory."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)
