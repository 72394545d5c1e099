"""Reads one table of a TOML file, key by key, and refuses what is missing, odd or left over."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


class PackError(RuleBroken):
    """A file of the pack says something it may not say."""


CERTAINTIES = ("sourced", "secondary", "memory", "uncertain")


class Table:
    """A table of a file; every key is taken once, and `done` refuses the keys nobody took."""

    def __init__(self, place: str, content: Mapping[str, Any]) -> None:
        self.place = place
        self._left = dict(content)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; without a default it must be there and not be empty."""
        found = self._take(key, str, default)
        if default is None and not found.strip():
            raise self.error("law.pack.empty", _("%(place)s: “%(key)s” để trống."), key=key)
        return str(found)

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Take a text that is one of these words."""
        found = self.text(key, default)
        if found not in allowed and found != default:
            raise self.error(
                "law.pack.choice",
                _("%(place)s: “%(key)s” là “%(found)s”, phải là một trong: %(allowed)s."),
                key=key,
                found=found,
                allowed=", ".join(allowed),
            )
        return found

    def number(self, key: str, default: int | None = None) -> int | None:
        """Take a whole number that is not negative, or the default."""
        if key not in self._left:
            return default
        found = self._take(key, int, None)
        if isinstance(found, bool) or found < 0:
            raise self.error(
                "law.pack.number", _("%(place)s: “%(key)s” phải là số nguyên không âm."), key=key
            )
        return int(found)

    def flag(self, key: str, default: bool) -> bool:
        """Take a true or false."""
        return bool(self._take(key, bool, default))

    def day(self, key: str) -> date:
        """Take a day that must be there."""
        found = self._take(key, date, None)
        if isinstance(found, datetime):
            raise self.error("law.pack.day", _("%(place)s: “%(key)s” phải là ngày."), key=key)
        return date(found.year, found.month, found.day)

    def day_or_none(self, key: str) -> date | None:
        """Take a day if there is one."""
        return self.day(key) if key in self._left else None

    def period(self) -> tuple[date, date | None]:
        """Take `valid_from` and `valid_to`, in order."""
        begin, end = self.day("valid_from"), self.day_or_none("valid_to")
        if end is not None and end < begin:
            raise self.error(
                "law.pack.period",
                _("%(place)s: hết hiệu lực %(end)s trước khi có hiệu lực %(begin)s."),
                begin=begin.isoformat(),
                end=end.isoformat(),
            )
        return begin, end

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts, empty where there is none."""
        found = self._take(key, list, [])
        if not all(isinstance(each, str) and each.strip() for each in found):
            raise self.error(
                "law.pack.texts", _("%(place)s: “%(key)s” phải là danh sách chữ."), key=key
            )
        return tuple(found)

    def rows(self, key: str, length: int) -> tuple[tuple[str, ...], ...]:
        """Take a list of rows, each of so many texts; empty where there is none."""
        found = self._take(key, list, [])
        for row in found:
            whole = isinstance(row, list) and len(row) == length
            if not whole or not all(isinstance(each, str) for each in row):
                raise self.error(
                    "law.pack.rows",
                    _("%(place)s: “%(key)s” phải là các dòng chữ đều nhau."),
                    key=key,
                )
        return tuple(tuple(row) for row in found)

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables, each with its place for the error."""
        found = self._take(key, list, [])
        return [
            Table(f"{self.place}, {key} {place}", self._table(each, key))
            for place, each in enumerate(found, start=1)
        ]

    def table(self, key: str) -> "Table | None":
        """Take a table if there is one."""
        if key not in self._left:
            return None
        return Table(f"{self.place}, {key}", self._take(key, dict, None))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Take a table of texts as pairs."""
        return tuple((str(k), str(v)) for k, v in self._take(key, dict, {}).items())

    def certainty(self, key: str = "certainty") -> str:
        """Take a mark of certainty."""
        return self.choice(key, CERTAINTIES)

    def anything(self, key: str) -> Any:
        """Take whatever is there; it must be there."""
        return self._take(key, object, None)

    def done(self) -> None:
        """Refuse keys that nobody asked for: most often a slip of the pen."""
        if self._left:
            raise self.error(
                "law.pack.unknown-key",
                _("%(place)s: không hiểu khoá %(keys)s."),
                keys=", ".join(sorted(self._left)),
            )

    def error(self, code: str, message: str, **facts: str) -> PackError:
        """Make the refusal that names this place."""
        return PackError(code, message, place=self.place, **facts)

    def _take(self, key: str, kind: type, default: Any) -> Any:
        found = self._left.pop(key, default)
        if found is None:
            raise self.error("law.pack.missing", _("%(place)s: thiếu “%(key)s”."), key=key)
        if not isinstance(found, kind):
            raise self.error(
                "law.pack.kind",
                _("%(place)s: “%(key)s” sai kiểu, cần %(kind)s."),
                key=key,
                kind=kind.__name__,
            )
        return found

    def _table(self, content: Any, key: str) -> Mapping[str, Any]:
        if not isinstance(content, dict):
            raise self.error(
                "law.pack.kind",
                _("%(place)s: “%(key)s” sai kiểu, cần %(kind)s."),
                key=key,
                kind="dict",
            )
        return content


def opened(path: Path) -> Table:
    """Read a file, or say which line is not TOML."""
    try:
        with path.open("rb") as stream:
            return Table(path.name, tomllib.load(stream))
    except FileNotFoundError:
        raise PackError("law.pack.no-file", _("Không thấy tệp %(path)s."), path=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(
            "law.pack.not-toml",
            _("%(place)s: không phải TOML: %(error)s."),
            place=path.name,
            error=str(error),
        ) from error
