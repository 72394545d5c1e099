"""What is said beside a field that cannot be accepted: what to do, never "không hợp lệ"."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from phuong.kernel.errors import Refusal

SENTENCES: Final[Mapping[str, str]] = {
    "invalid": _("Xem lại ô này: nội dung chưa đúng dạng cần nhập"),
    "invalid_choice": _("Chọn một mục có trong danh sách"),
    "invalid_list": _("Chọn các mục có trong danh sách"),
    "invalid_pk_value": _("Chọn một mục có trong danh sách"),
    "list": _("Chọn các mục có trong danh sách"),
    "max_length": _("Viết ngắn lại: nhiều nhất %(limit_value)d ký tự, đang có %(show_value)d"),
    "min_length": _("Viết đủ ít nhất %(limit_value)d ký tự, đang có %(show_value)d"),
    "max_value": _("Nhập số không lớn hơn %(limit_value)s"),
    "min_value": _("Nhập số không nhỏ hơn %(limit_value)s"),
    "step_size": _("Nhập số chia hết cho %(limit_value)s"),
    "max_digits": _("Nhập số có nhiều nhất %(max)s chữ số"),
    "max_decimal_places": _("Nhập nhiều nhất %(max)s chữ số sau dấu phẩy"),
    "max_whole_digits": _("Nhập nhiều nhất %(max)s chữ số trước dấu phẩy"),
    "incomplete": _("Nhập đủ các ô"),
    "missing": _("Chọn tệp"),
    "empty": _("Tệp không có nội dung. Chọn lại"),
    "contradiction": _("Chọn tệp mới hoặc đánh dấu xoá tệp cũ, không làm cả hai"),
    "invalid_image": _("Chọn ảnh (JPG, PNG, HEIC) hoặc PDF"),
    "invalid_extension": _("Chọn ảnh (JPG, PNG, HEIC) hoặc PDF"),
    "null_characters_not_allowed": _("Xoá các ký tự lạ trong ô này"),
}
"""Sentences by the code of Django's check, for every kind of field."""

_INVALID: Final[tuple[tuple[type[forms.Field], str], ...]] = (
    (forms.DecimalField, _("Nhập một số, ví dụ 12,5")),
    (forms.FloatField, _("Nhập một số, ví dụ 12,5")),
    (forms.IntegerField, _("Nhập một số, chỉ gồm chữ số")),
    (forms.DateTimeField, _("Nhập ngày và giờ, ví dụ 25/11/2026 15:00")),
    (forms.SplitDateTimeField, _("Nhập ngày và giờ")),
    (forms.DateField, _("Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 27/3/1958")),
    (forms.TimeField, _("Nhập giờ và phút, ví dụ 14:30")),
    (forms.DurationField, _("Nhập khoảng thời gian, ví dụ 1:30:00")),
    (forms.EmailField, _("Nhập địa chỉ thư điện tử, ví dụ ten@mien.vn")),
    (forms.URLField, _("Nhập địa chỉ trang, ví dụ https://mien.vn/trang")),
    (forms.UUIDField, _("Chép lại mã, đủ các chữ số và gạch nối")),
    (forms.FileField, _("Chọn lại tệp: tệp chưa gửi được")),
)


def sentence(refusal: Refusal) -> str:
    """Return a refusal's sentence in the language of the page, with its facts."""
    words = gettext(refusal.message)
    return words % refusal.facts if refusal.facts else words


def inline(label: object) -> str:
    """Return a label as it stands inside a sentence: `Họ tên` → `họ tên`, `UBND` as it is."""
    words = str(label)
    if words[1:2].isupper():
        return words
    return words[:1].lower() + words[1:]


def speak(field: forms.Field, name: str) -> None:
    """Put our sentences in the place of Django's; what a field says by itself stays."""
    said = field.error_messages
    kind: Any = type(field)
    for code, default, words in _spoken(kind, get_language()):
        # What Django says is known by identity: to compare it would be to translate it.
        if code not in said or (default is not None and said[code] is default):
            said[code] = _required(field, name) if code == "required" else words


@lru_cache(maxsize=512)
def _spoken(kind: Any, language: str | None) -> tuple[tuple[str, Any, str], ...]:
    """Return, by code, what Django says of a kind of field and what we say, in a language.

    A page has a dozen fields, and each has twenty sentences: they are looked up once.
    """
    return tuple(
        (code, _django_default(kind, code), _own(kind, code)) for code in ("required", *SENTENCES)
    )


def _own(kind: type[forms.Field], code: str) -> str:
    if code == "required":
        return ""  # It has the field's label in it: `_required`.
    if code == "invalid":
        for known, words in _INVALID:
            if issubclass(kind, known):
                return gettext(words)
    return gettext(SENTENCES[code])


def _say_required(field: forms.Field, name: str) -> str:
    label = inline(field.label or name.replace("_", " "))
    if isinstance(field, forms.FileField):
        return gettext("Chọn tệp: %(label)s") % {"label": label}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return gettext("Chọn %(label)s") % {"label": label}
    if isinstance(field, forms.BooleanField):
        return gettext("Đánh dấu vào ô “%(label)s”") % {"label": label}
    return gettext("Nhập %(label)s") % {"label": label}


# Said only where a field was left empty: to say it for every field of a page costs a third of it.
_required = lazy(_say_required, str)


def _django_default(field: type[forms.Field], code: str) -> Any:
    """Return what Django itself would say, or None where one of our fields speaks for itself."""
    for kind in field.__mro__:
        said = vars(kind).get("default_error_messages", {})
        if code in said:
            return said[code] if kind.__module__.startswith("django.") else None
    return None
