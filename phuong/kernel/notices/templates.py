"""The words of messages: each area registers its own, as data."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from phuong.kernel.access.actors import HERE
from phuong.kernel.audit.facts import Code, moment_text, plain
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.channels import Channel
from phuong.kernel.text import show_date, show_number, show_time
from phuong.kernel.text.moments import weekday_name

SMS_LENGTH = 160


@dataclass(frozen=True, slots=True)
class UnitName:
    """The public name of a part of the administration, as it was when people were told."""

    text: str


# A place of a message holds no free text and no name of a person.
Place = Code | UUID | date | datetime | int | UnitName
Stored = str | int | bool | None | dict[str, str]

_ELSEWHERE = frozenset({Channel.SMS, Channel.ZALO, Channel.EMAIL})
_PLACES = re.compile(r"%\((\w+)\)s")
# What the sender adds to every message; the longest that is to fit.
_GIVEN = {"ward": "UBND phường Xuân Khánh", "phone": "02923812345", "code": "XK-261122-0147"}
_TO_ASCII = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-"}
    | {"…": "...", "·": "-", "\u00a0": " "}
)
# Each of these takes the room of two letters in a message.
_DOUBLE = set("[]{}\\^~|")


@dataclass(frozen=True, slots=True)
class Template:
    """One message: its code, title and sentence with `%(name)s` places.

    `ward`, `phone` and `code` are given to every one. `sms` is its own short sentence, sent
    without marks; `sample` has the longest values, so that its length is known beforehand.
    `elsewhere` are the channels that may leave the house: none for what must stay on the page.
    `to_do` is what the person is to do, `facts` label and value of what a letter lists beside.
    `call` puts whoever cannot be reached in writing on the counter's list to call. Only what
    `office_hours` says waits for the morning: an act is told at once, a reminder wakes nobody.
    `then` is one more thing a letter leads to: words, and the path of a page with `%(qr)s` in it.
    `leads` is where a letter about no subject leads: words, and a path with `%(token)s` in it; the
    token is made when the letter goes out, and nowhere kept.
    """

    code: str
    title: str
    text: str
    sms: str = ""
    sample: Mapping[str, Place] = field(default_factory=dict)
    elsewhere: frozenset[Channel] = _ELSEWHERE
    urgent: bool = False
    office_hours: bool = True
    to_do: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    call: bool = False
    then: tuple[str, str] | None = None
    leads: tuple[str, str] | None = None

    def goes_by(self, channel: Channel) -> bool:
        """Tell whether this message may leave by a channel."""
        return channel in self.elsewhere and (channel is not Channel.SMS or bool(self.sms))


_UNKNOWN = Template("", _("Thông báo"), _("Hồ sơ %(code)s có cập nhật mới."))
_templates: dict[str, Template] = {}


def register(*templates: Template) -> None:
    """Make templates known; called once from the area's `AppConfig.ready`."""
    for template in templates:
        _check(template)
        _templates[template.code] = template


def get(code: str) -> Template:
    """Return a template that is registered."""
    return _templates[code]


def find(code: str) -> Template:
    """Return a template, or a plain one where its area is no longer installed."""
    return _templates.get(code, _UNKNOWN)


def all_templates() -> tuple[Template, ...]:
    """Return every template, in the order of registration."""
    return tuple(_templates.values())


def is_urgent(code: str) -> bool:
    """Tell whether an official should see this at once."""
    return _templates.get(code, _UNKNOWN).urgent


def stored(places: Mapping[str, Place]) -> dict[str, Stored]:
    """Return places as a row keeps them; dates say that they are."""
    return {name: _stored(value) for name, value in places.items()}


def show(code: str, places: Mapping[str, Stored], given: Mapping[str, str]) -> tuple[str, str]:
    """Return title and sentence in the language of the page.

    The words of an area that is no longer installed are gone; its messages are not.
    """
    template = _templates.get(code, _UNKNOWN)
    values = {**given, **{name: _shown(value, gettext) for name, value in places.items()}}
    return gettext(template.title), gettext(template.text) % values


def write(
    code: str, channel: str, places: Mapping[str, Stored], given: Mapping[str, str]
) -> tuple[str, str]:
    """Return title and sentence as they leave the house: in Vietnamese, an SMS without marks."""
    template = _templates.get(code, _UNKNOWN)
    if channel != Channel.SMS:
        values = {**given, **{name: _shown(value) for name, value in places.items()}}
        return template.title, template.text % values
    values = {**given, **{name: _shown_short(value) for name, value in places.items()}}
    return "", _fit(unmarked((template.sms or template.text) % values))


def to_do(code: str, places: Mapping[str, Stored], given: Mapping[str, str]) -> str:
    """Return what the person is to do, in the language of the page."""
    template = _templates.get(code, _UNKNOWN)
    values = {**given, **{name: _shown(value, gettext) for name, value in places.items()}}
    return gettext(template.to_do) % values if template.to_do else ""


def facts(
    code: str, places: Mapping[str, Stored], given: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return what a letter lists beside its sentence; what is not known is left out."""
    values = {**given, **{name: _shown(value) for name, value in places.items()}}
    return tuple(
        (label, value % values)
        for label, value in _templates.get(code, _UNKNOWN).facts
        if set(_PLACES.findall(value)) <= values.keys()
    )


def unmarked(text: str) -> str:
    """Return Vietnamese as a plain SMS carries it: the same words, without marks.

    >>> unmarked("Đã nhận hồ sơ – hẹn trả…")
    'Da nhan ho so - hen tra...'
    """
    bare = unicodedata.normalize("NFD", text.translate(_TO_ASCII))
    return "".join(char for char in bare if char.isascii() and (char.isprintable() or char == "\n"))


def sms_length(text: str) -> int:
    """Return how much room a text without marks takes."""
    return len(text) + sum(char in _DOUBLE for char in text)


def _check(template: Template) -> None:
    known = {*_GIVEN, *template.sample}
    words = [template.title, template.text, template.sms, template.to_do]
    words += [value for _label, value in template.facts]
    used = set(_PLACES.findall("".join(words)))
    if used - known:
        raise ValueError(f"{template.code}: the sample lacks {sorted(used - known)}")
    if template.sms:
        values = _GIVEN | {n: _shown_short(_stored(v)) for n, v in template.sample.items()}
        length = sms_length(unmarked(template.sms % values))
        if length > SMS_LENGTH:
            raise ValueError(f"{template.code}: an SMS of {length} letters")


def _stored(value: Place) -> Stored:
    if isinstance(value, UnitName):
        return {"unit": value.text}
    if isinstance(value, datetime):
        return {"moment": moment_text(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return plain(value)


def _shown(value: Stored, said: Callable[[str], str] = str) -> str:
    match value:
        case {"moment": text}:
            at = _moment(text)
            return f"{show_time(at)}, {said(weekday_name(at))} {show_date(at)}"
        case {"date": text}:
            return show_date(date.fromisoformat(text))
        case {"unit": text}:
            return text
        case bool() | None:
            return ""
        case int():
            return show_number(value)
    return str(value)


def _shown_short(value: Stored) -> str:
    match value:
        case {"moment": text}:
            moment = _moment(text)
            return f"{moment:%H:%M} {weekday_name(moment)} {moment:%d/%m}"
        case {"date": text}:
            return f"{date.fromisoformat(text):%d/%m}"
    return _shown(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(HERE)


def _fit(text: str) -> str:
    """Cut at a word what is longer than one message; the page has all of it."""
    while sms_length(text) > SMS_LENGTH:
        text = text.rpartition(" ")[0] or text[: SMS_LENGTH // 2]
    return text
