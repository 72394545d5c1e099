"""Reads the whole pack and checks what no single file can: that what is cited exists."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law.pack.catalogue import Catalogue, procedures
from phuong.kernel.law.pack.reading import CERTAINTIES, PackError, Table, opened
from phuong.kernel.law.pack.rows import ActRow, ProcedureRow, UnitRow, ValueRow
from phuong.kernel.workdays.pack import CalendarAct, read_acts

PACKS = Path(__file__).resolve().parents[4] / "packs"
UNIT_KINDS = ("province", "city", "district", "ward", "commune")


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the files say."""

    acts: tuple[ActRow, ...]
    values: tuple[ValueRow, ...]
    decisions: tuple[CalendarAct, ...]
    units: tuple[UnitRow, ...]
    catalogue: Catalogue


def read(root: Path = PACKS) -> Pack:
    """Read `law/` and `units/` under a folder, or refuse with the file and place of the error."""
    law = root / "law"
    value_files = [law / "values.toml", *sorted((law / "values").glob("*.toml"))]
    pack = Pack(
        acts=tuple(_act(each) for each in _all(law / "acts.toml", "act")),
        values=tuple(_value(each) for path in value_files for each in _all(path, "value")),
        decisions=read_acts(law / "calendar.toml"),
        units=tuple(_unit(each) for each in _all(root / "units" / "units.toml", "unit")),
        catalogue=procedures(law),
    )
    _check(pack)
    return pack


def _all(path: Path, key: str) -> list[Table]:
    head = opened(path)
    tables = head.tables(key)
    head.done()
    return tables


def _act(table: Table) -> ActRow:
    begin, end = table.period()
    row = ActRow(
        number=table.text("number"),
        title=table.text("title"),
        issuer=table.text("issuer", ""),
        issued_on=table.day_or_none("issued_on"),
        valid_from=begin,
        valid_to=end,
        certainty=table.certainty(),
        note=table.text("note", ""),
    )
    table.done()
    return row


def _value(table: Table) -> ValueRow:
    begin, end = table.period()
    row = ValueRow(
        key=table.text("key"),
        value=table.anything("value"),
        unit=table.text("unit"),
        valid_from=begin,
        valid_to=end,
        act=table.text("act"),
        article=table.text("article", ""),
        certainty=table.certainty(),
        note=table.text("note", ""),
    )
    table.done()
    return row


def _unit(table: Table) -> UnitRow:
    begin, end = table.period()
    row = UnitRow(
        code=table.text("code"),
        name=table.text("name"),
        kind=table.choice("kind", UNIT_KINDS),
        parent=table.text("parent", ""),
        valid_from=begin,
        valid_to=end,
        merged_into=table.text("merged_into", ""),
        act=table.text("act", ""),
        certainty=table.certainty(),
        note=table.text("note", ""),
    )
    table.done()
    return row


def _check(pack: Pack) -> None:
    rows = pack.catalogue.procedures
    _once("văn bản", (act.number for act in pack.acts))
    _once("quyết định", (decision.number for decision in pack.decisions))
    _once("mã thủ tục", (code for row in rows for code in (*row.codes, *row.newer_codes)))
    _once("địa chỉ", (row.slug for row in rows))
    _in_order((value.key, value) for value in pack.values)
    _in_order((unit.code, unit) for unit in pack.units)
    known = {act.number for act in pack.acts}
    cited = [
        *((value.key, value.act) for value in pack.values),
        *((unit.code, unit.act) for unit in pack.units if unit.act),
        *((row.code, act) for row in rows for act in row.basis),
    ]
    _known("văn bản", known, cited)
    _words(pack.catalogue, rows)
    for decision in pack.decisions:
        _shipped(decision)


def _words(catalogue: Catalogue, rows: Iterable[ProcedureRow]) -> None:
    rows = tuple(rows)
    fields = {field.code for field in catalogue.fields}
    systems = {system.code for system in catalogue.systems}
    registers = {register.code for register in catalogue.registers}
    outside = ((row.code, row.external_system) for row in rows if row.external_system)
    held = ((row.code, paper.held) for row in rows for paper in row.papers if paper.held)
    _known("lĩnh vực", fields, ((row.code, row.field) for row in rows))
    _known("hệ thống ngoài", systems, outside)
    _known("nơi giữ giấy tờ", registers, held)


def _shipped(decision: CalendarAct) -> None:
    """Refuse a decision without day, source or mark, or one that binds a single place.

    The decisions of a province or a ward are entered where they hold, not shipped.
    """
    marked = decision.certainty in CERTAINTIES and decision.source and decision.days
    if decision.known_from is None or not marked or decision.scope != "nation":
        raise PackError(
            "law.pack.decision",
            _("Gói luật: quyết định “%(number)s” thiếu ngày biết, nguồn, mức chắc chắn hoặc ngày."),
            number=decision.number,
        )


def _once(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise PackError(
                "law.pack.twice",
                _("Gói luật: %(what)s “%(name)s” có %(times)s lần."),
                what=what,
                name=name,
                times=times,
            )


def _known(what: str, known: set[str], cited: Iterable[tuple[str, str]]) -> None:
    for place, name in cited:
        if name not in known:
            raise PackError(
                "law.pack.not-known",
                _("Gói luật: %(place)s nhắc %(what)s “%(name)s” chưa có trong gói."),
                place=place,
                what=what,
                name=name,
            )


def _in_order(named: Iterable[tuple[str, ValueRow | UnitRow]]) -> None:
    """Refuse two versions of one name that are in force on the same day."""
    last: dict[str, ValueRow | UnitRow] = {}
    for name, row in sorted(named, key=lambda pair: (pair[0], pair[1].valid_from)):
        before = last.get(name)
        if before and (before.valid_to is None or before.valid_to >= row.valid_from):
            raise PackError(
                "law.pack.overlap",
                _("Gói luật: hai bản của “%(name)s” cùng có hiệu lực ngày %(day)s."),
                name=name,
                day=row.valid_from.isoformat(),
            )
        last[name] = row
