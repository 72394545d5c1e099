"""Forms as a browser reads them: what each would send, and what it shows as typed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SKIPPED = {"submit", "button", "reset", "image", "file"}
TICKED = {"checkbox", "radio"}


@dataclass(slots=True)
class PageForm:
    """One form of a page: where it goes, what it sends, and of which kind each field is."""

    action: str
    method: str
    sends: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def values(self, **changed: Any) -> dict[str, Any]:
        """Return what is sent when some fields are typed anew."""
        return {**self.sends, **changed}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._inside, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None:
            return
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        if tag == "input" and name:
            self._input(name, kind, given)
        elif tag == "button" and name:
            self._open.choices.setdefault(name, []).append(given.get("value", ""))
        elif tag in {"textarea", "select"} and name:
            self._inside, self._text = name, ""
            self._open.kinds[name] = tag
        elif tag == "option" and self._inside:
            self._open.choices.setdefault(self._inside, []).append(given.get("value", ""))
            if "selected" in given:
                self._open.sends.setdefault(self._inside, []).append(given.get("value", ""))

    def _input(self, name: str, kind: str, given: dict[str, str]) -> None:
        assert self._open is not None
        self._open.kinds[name] = kind
        value = given.get("value", "on" if kind in TICKED else "")
        if kind in TICKED:
            self._open.choices.setdefault(name, []).append(value)
        if kind not in SKIPPED and (kind not in TICKED or "checked" in given):
            self._open.sends.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._inside and self._open is not None:
            self._open.sends[self._inside] = [self._text.removeprefix("\n")]
        if tag in {"textarea", "select"}:
            self._inside = ""
        if tag == "form":
            self._open = None


def forms_of(text: str) -> list[PageForm]:
    """Return the forms of a page, in their order."""
    reader = _Reader()
    reader.feed(text)
    return reader.forms
