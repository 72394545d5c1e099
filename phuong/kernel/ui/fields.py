"""Fields that a ward asks for again and again; each gives back one plain, canonical value."""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from phuong.kernel import text
from phuong.kernel.errors import RuleBroken

_SEPARATORS: Final = re.compile(r"[\s.\-()]+")
# More than a ward ever holds; what is larger was mistyped.
MOST_MONEY: Final = 10**12
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:[.\s][0-9]{3})+")


class RequestIdField(forms.UUIDField):
    """The hidden id of one sending of a form, made by the page.

    The same id twice is the same act. A missing or spoilt one gets a new value, since nobody can
    mend a hidden field.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("initial", uuid.uuid4)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        """Return the id the page made, or a new one."""
        try:
            found = super().clean(value)
        except ValidationError:
            found = None
        return found if isinstance(found, uuid.UUID) else uuid.uuid4()


class PersonNameField(forms.CharField):
    """A person's name in any script, 1 to 200 characters, spaces made single."""

    default_error_messages = {"controls": _("Xoá các ký tự lạ trong họ tên")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("label", _("Họ, chữ đệm và tên"))
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "name")
        self.widget.attrs.setdefault("spellcheck", "false")
        self.widget.attrs.setdefault("class", "p-w-30")

    def to_python(self, value: Any) -> str:
        """Return the name with single spaces."""
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        """Refuse control characters and line directions: they change what others read."""
        super().validate(value)
        if any(unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} for letter in value) or any(
            letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for letter in value
        ):
            raise ValidationError(self.error_messages["controls"], code="controls")


class PhoneField(forms.CharField):
    """A Vietnamese phone number, typed with spaces, dots or +84; gives E.164: `+84905123412`."""

    default_error_messages = {
        "phone": _("Nhập số điện thoại gồm 10 chữ số, ví dụ 090 512 3412"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số điện thoại"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "class": "p-w-16"})
        )
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "tel")

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number as people write it; what was typed stays as it was typed."""
        return text.show_phone(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        """Return the number as it is kept."""
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return text.parse_phone(typed)
        except RuleBroken:
            raise ValidationError(self.error_messages["phone"], code="phone") from None


class IdNumberField(forms.CharField):
    """A personal identification number of 12 digits.

    An old card of 9 digits, or 12 digits whose third part no one can have, is taken but warned of:
    the person at the desk sees the card, the program does not.
    """

    default_error_messages = {
        "digits": _("Nhập số định danh gồm 12 chữ số, ví dụ 092 158 000 123"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số định danh cá nhân"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-16"})
        )
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        """Return the digits alone."""
        typed = super().to_python(value) or ""
        digits = _SEPARATORS.sub("", typed)
        if digits and not re.fullmatch(r"[0-9]{9}|[0-9]{12}", digits):
            raise ValidationError(self.error_messages["digits"], code="digits")
        return digits

    def warning_for(self, value: str) -> str:
        """Return what to look at again, or nothing."""
        if len(value) == 9:
            return gettext("Số này có 9 chữ số (chứng minh nhân dân cũ). Nhập số 12 chữ số nếu có.")
        if len(value) == 12 and not "001" <= value[:3] <= "096":
            return gettext("Ba chữ số đầu không phải mã tỉnh, thành. Xem lại số trên thẻ.")
        return ""


class AmountField(forms.IntegerField):
    """An amount of whole đồng, typed with dots or spaces between thousands or without.

    Django reads `8.000` as the decimal eight; here it is what everybody writes for eight thousand.
    """

    default_error_messages = {"invalid": _("Nhập số tiền bằng đồng, ví dụ 8.000")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", MOST_MONEY)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-16"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the amount; a dot that parts no thousands is asked about."""
        if isinstance(value, str):
            typed = value.strip()
            if _THOUSANDS.fullmatch(typed):
                return super().to_python(re.sub(r"[.\s]", "", typed))
            if typed and not re.fullmatch(r"-?[0-9]+", typed):
                raise ValidationError(self.error_messages["invalid"], code="amount")
        return super().to_python(value)


class CodeField(forms.CharField):
    """A dossier's code as people type it: any case, with spaces, or the tail alone."""

    default_error_messages = {
        "code": _("Chép lại mã in trên giấy hẹn, ví dụ PM-261122-0147"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mã hồ sơ"))
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        for name, value in (("autocomplete", "off"), ("spellcheck", "false"), ("class", "p-w-20")):
            self.widget.attrs.setdefault(name, value)

    def to_python(self, value: Any) -> str:
        """Return the code in capitals without spaces; the look-up reads the rest."""
        typed = "".join((super().to_python(value) or "").split()).upper()
        typed = typed.translate(str.maketrans("‐‑‒–—−", "------"))
        if typed and not re.fullmatch(r"[A-Z0-9Đ][A-Z0-9Đ.\-/]*", typed):
            raise ValidationError(self.error_messages["code"], code="code")
        return typed


class UploadInput(forms.FileInput):
    """The native file input, with the names of chosen files shown below where script runs."""

    template_name = "ui/forms/upload.html"


class ManyUploadInput(UploadInput):
    """The same for several files at once."""

    allow_multiple_selected = True


class UploadField(forms.FileField):
    """A photograph or PDF, by name and size; `documents` opens and sniffs it."""

    widget = UploadInput
    default_error_messages = {
        "kind": _("Chọn ảnh (JPG, PNG, HEIC) hoặc PDF"),
        "empty": _("Tệp không có nội dung. Chọn lại"),
    }

    def __init__(
        self,
        *,
        max_mb: int = 10,
        suffixes: Sequence[str] = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".pdf"),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.max_mb, self.suffixes = max_mb, tuple(suffixes)
        self.widget.attrs.setdefault("accept", ",".join(self.suffixes))

    def to_python(self, data: Any) -> Any:
        """Refuse what is too large, empty or of another kind."""
        found = super().to_python(data)
        if found is None:
            return None
        if PurePath(found.name or "").suffix.lower() not in self.suffixes:
            raise ValidationError(self.error_messages["kind"], code="kind")
        if (found.size or 0) > self.max_mb * 1024 * 1024:
            words = gettext("Tệp lớn hơn %(max)s MB. Chụp lại ở cỡ nhỏ hơn")
            raise ValidationError(words, code="size", params={"max": self.max_mb})
        return found


class UploadsField(UploadField):
    """Several files in one go; gives a list."""

    widget = ManyUploadInput

    def __init__(self, *, max_files: int = 10, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_files = max_files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, each looked at by itself."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > self.max_files:
            raise self.too_many()
        return [super(UploadsField, self).clean(one, initial) for one in given]

    def too_many(self) -> ValidationError:
        """Return the refusal of more files than the field takes."""
        words = ngettext(
            "Chọn nhiều nhất %(max)s tệp", "Chọn nhiều nhất %(max)s tệp", self.max_files
        )
        return ValidationError(words, code="files", params={"max": self.max_files})
