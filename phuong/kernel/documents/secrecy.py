"""Whether a text carries a secrecy mark (Mật, Tối mật, Tuyệt mật). Pure.

The marks are stamps (Law 29/2018/QH14 on the protection of state secrets): alone on a line, in
capitals. The syllable itself is everyday Vietnamese (bảo mật, mật ong, mật khẩu, sỏi mật), so a
word inside a sentence is no mark.
"""

import re
import unicodedata
from collections.abc import Iterable

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

# What cuts a line or a file's name into parts, each of which may be a stamp.
_CUT = re.compile(r"[^\w\s]+|_+")
_PLAIN_MARK = re.compile(r"(?:(?:TÀI LIỆU|VĂN BẢN|HỒ SƠ|CÔNG VĂN|DẤU) )?MẬT")
_HIGH_MARK = re.compile(
    r"(?:(?:TÀI LIỆU|VĂN BẢN|HỒ SƠ|CÔNG VĂN|DẤU|ĐỘ|ĐỘ MẬT) )?(?:TỐI|TUYỆT) MẬT|TUYET MAT"
)
_LEVEL = re.compile(r"\bđộ mật\s*[:：]\s*\(?(?:tối |tuyệt )?mật\b", re.IGNORECASE)
_SPACED = {"MẬT", "TỐIMẬT", "TUYỆTMẬT"}
# A stamp in the midst of small letters: "Công văn MẬT số 5".
_LONE = re.compile(r"(?<![^\W\d_])MẬT(?![^\W\d_])")
# Beside these words the syllable means bile, honey, a password or discretion.
_EXCUSES = re.compile(
    r"\b(?:gan|tuỵ|tụy|lách|thận|túi|ống|đường|sỏi|dịch|viêm|siêu âm|ong|mía|bảo mật|bí mật"
    r"|thân mật|cơ mật|mật (?:khẩu|mã|ong|độ|thiết|vụ|thư|danh))\b",
    re.IGNORECASE,
)


def is_marked(text: str) -> bool:
    """Tell whether a line of the text is, or carries, a secrecy stamp."""
    return any(
        _is_stamp(" ".join(line.split()))
        for line in unicodedata.normalize("NFC", text).splitlines()
    )


def check_not_secret(texts: Iterable[str], *, field: str | None = None) -> None:
    """Refuse what is marked secret: it belongs on paper, in the register kept for it."""
    if any(is_marked(text) for text in texts):
        raise RuleBroken(
            "documents.secret",
            _(
                "Tài liệu có dấu mật không được đưa vào hệ thống. Đăng ký và lưu bằng bản giấy"
                " theo quy định về bảo vệ bí mật nhà nước."
            ),
            field=field,
        )


def _is_stamp(line: str) -> bool:
    if _LEVEL.search(line) or line.replace(" ", "") in _SPACED:
        return True
    if _EXCUSES.search(line):
        return False
    parts = [part.strip() for part in _CUT.split(line) if part.strip()]
    if any(_PLAIN_MARK.fullmatch(part) or _HIGH_MARK.fullmatch(part) for part in parts):
        return True
    if len(parts) == 1 and _HIGH_MARK.fullmatch(line.upper()):
        return True
    return any(_stands_out(part) for part in parts)


def _stands_out(part: str) -> bool:
    """Tell whether the mark is in capitals between words that are not."""
    found = _LONE.search(part)
    if found is None:
        return False
    before, after = part[: found.start()].split(), part[found.end() :].split()
    if before and before[-1] in {"TỐI", "TUYỆT"}:
        before.pop()
    neighbours = [*before[-1:], *after[:1]]
    return bool(neighbours) and not any(word.isupper() for word in neighbours)
