"""Lines of codes and states that another system gave out: what each would do, or why not."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from phuong.areas.dossiers import policy, rules
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries.following import by_external_codes
from phuong.areas.dossiers.states import NATIONAL, State
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.errors import Refusal, RuleBroken
from phuong.kernel.errors import gettext_noop as _

MOST_LINES = 500
MOMENTS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it names, and what it would do; `refusal` says why it does nothing."""

    number: int
    code: str
    status: int | None
    at: datetime | None
    note: str
    dossier: Dossier | None = None
    refusal: Refusal | None = None

    @property
    def wanted(self) -> State | None:
        """The state that the line tells of."""
        return NATIONAL.get(self.status) if self.status is not None else None

    @property
    def changes(self) -> bool:
        """Whether the line tells something new."""
        return (
            self.refusal is None
            and self.dossier is not None
            and (self.wanted != self.dossier.state or self.dossier.external_status != self.status)
        )


def read(occasion: Occasion, text: str) -> list[Line]:
    """Read lines and say what each would do; nothing is written."""
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if len(rows) > MOST_LINES:
        raise RuleBroken(
            "dossiers.import.many",
            _("Quá %(most)s dòng. Chia danh sách thành nhiều lần."),
            field="lines",
            most=MOST_LINES,
        )
    codes = {policy.normal_code(row[0]) for row in rows if row[0].strip()}
    found = policy.followed(occasion.actor).filter(external_code__in=codes)
    known = by_external_codes(list(found.select_related("applicant", "unit", "handler")))
    seen: set[str] = set()
    lines = []
    for number, row in enumerate(rows, start=1):
        line = _line(occasion, number, row, known, seen)
        seen.add(line.code)
        lines.append(line)
    return lines


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    mark = max(";\t,", key=first.count)
    return list(csv.reader(text.splitlines(), delimiter=mark))


def _line(
    occasion: Occasion,
    number: int,
    row: Sequence[str],
    known: dict[str, list[Dossier]],
    seen: set[str],
) -> Line:
    cells = [*(cell.strip() for cell in row), "", "", "", ""]
    code, status, note = policy.normal_code(cells[0]), _number(cells[1]), cells[3]
    at, dossiers = _moment(cells[2], occasion.now), known.get(code, [])
    dossier = dossiers[0] if len(dossiers) == 1 else None
    refusal: Refusal | None = None
    try:
        _check(code, cells, status, at, dossiers, seen)
        if dossier is not None and status is not None and at is not None:
            policy.check_reports(occasion.actor, dossier)
            rules.check_report_order(at, occasion.now, dossier.external_at)
            rules.reported(status, State(dossier.state), note)
    except Refusal as reason:
        refusal = reason
    return Line(number, code, status, at, note, dossier, refusal)


def _check(
    code: str,
    cells: Sequence[str],
    status: int | None,
    at: datetime | None,
    dossiers: Sequence[Dossier],
    seen: set[str],
) -> None:
    if not code or status is None:
        raise RuleBroken(
            "dossiers.import.cells", _("Dòng này thiếu mã hoặc số tình trạng từ 1 đến 10.")
        )
    if at is None:
        raise RuleBroken(
            "dossiers.import.moment",
            _("Không đọc được ngày giờ %(typed)s. Ghi như 23/11/2026 09:30."),
            typed=cells[2],
        )
    if code in seen:
        raise RuleBroken(
            "dossiers.import.twice", _("Mã này đã có ở dòng trên. Mỗi mã một dòng, bước mới nhất.")
        )
    if not dossiers:
        raise RuleBroken(
            "dossiers.import.unknown",
            _("Không thấy hồ sơ đang theo dõi với mã này. Mở hồ sơ, ghi mã hệ thống khác trước."),
        )
    if len(dossiers) > 1:
        raise RuleBroken(
            "dossiers.import.two",
            _("Hai hệ thống cùng dùng mã này. Ghi bước báo ở trang của từng hồ sơ."),
        )


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else None


def _moment(typed: str, now: datetime) -> datetime | None:
    if not typed:
        return now
    for pattern in MOMENTS:
        try:
            return datetime.strptime(typed, pattern).replace(tzinfo=HERE)
        except ValueError:
            continue
    return None
