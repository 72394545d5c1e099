"""Reads the catalogue of procedures: `law/procedures/*.toml` with its fields and systems."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law.pack.reading import Table, opened
from phuong.kernel.law.pack.rows import (
    FeeRow,
    FieldRow,
    LimitRow,
    MoreLimitRow,
    PaperRow,
    ProcedureRow,
    QuestionRow,
    SourceRow,
    SystemRow,
)

CHANNELS = ("national", "here", "desk")
COUNTED_UNITS = ("working_day", "working_hour", "calendar_day", "clock_hour", "month", "year")
PLAIN_UNITS = ("same_day", "handover")
MODES = ("add", "replace_total")
PAPER_KINDS = ("form", "original", "copy", "present", "statement", "photo", "data")
QUESTION_TYPES = ("text", "date", "number", "choice")
CODE = re.compile(r"([123]\.\d{6}|W\.\d{6})")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every procedure, and the words they use for fields, systems and registers."""

    procedures: tuple[ProcedureRow, ...]
    fields: tuple[FieldRow, ...]
    systems: tuple[SystemRow, ...]
    registers: tuple[SystemRow, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """What a file says once for all its procedures."""

    block: str
    field: str
    external_system: str
    channel: str
    valid_from: date
    valid_to: date | None
    basis: tuple[str, ...]
    fees: tuple[FeeRow, ...]
    fee_text: str


def procedures(law: Path) -> Catalogue:
    """Read the catalogue under `packs/law`, files in the order of their names."""
    fields = opened(law / "fields.toml")
    systems = opened(law / "systems.toml")
    return Catalogue(
        procedures=tuple(
            row for path in sorted((law / "procedures").glob("*.toml")) for row in _file(path)
        ),
        fields=tuple(FieldRow(*_named(each)) for each in fields.tables("field")),
        systems=tuple(SystemRow(*_named(each)) for each in systems.tables("system")),
        registers=tuple(SystemRow(*_named(each)) for each in systems.tables("register")),
    )


def _named(table: Table) -> tuple[str, str]:
    pair = table.text("code"), table.text("name")
    table.done()
    return pair


def _file(path: Path) -> Iterator[ProcedureRow]:
    head = opened(path)
    head.text("title")
    tables = head.tables("procedure")
    begin, end = head.period()
    block = _Block(
        head.text("block"),
        head.text("field"),
        head.text("external_system", ""),
        head.choice("channel", CHANNELS),
        begin,
        end,
        head.texts("basis"),
        tuple(_fee(each) for each in head.tables("fees")),
        head.text("fee_text", ""),
    )
    head.done()
    for table in tables:
        yield _procedure(table, block)


def _procedure(table: Table, block: _Block) -> ProcedureRow:
    codes, newer = _codes(table, "codes"), _codes(table, "newer_codes")
    if not codes:
        raise table.error("law.pack.no-code", _("%(place)s: thiếu mã thủ tục."))
    table.place = f"{table.place} ({codes[0]})"
    name = table.text("name")
    slug = table.text("slug")
    if not SLUG.fullmatch(slug):
        raise table.error(
            "law.pack.slug", _("%(place)s: “%(slug)s” không phải địa chỉ không dấu."), slug=slug
        )
    limit = table.table("limit")
    certainty = table.table("certainty")
    if certainty is None:
        raise table.error("law.pack.missing", _("%(place)s: thiếu “%(key)s”."), key="certainty")
    source = table.table("source")
    row = ProcedureRow(
        block=block.block,
        codes=codes,
        newer_codes=newer,
        slug=slug,
        name=name,
        title=table.text("title", name),
        field=table.text("field", block.field),
        external_system=table.text("external_system", block.external_system),
        channel=table.choice("channel", CHANNELS, block.channel),
        valid_from=table.day_or_none("valid_from") or block.valid_from,
        valid_to=table.day_or_none("valid_to") or block.valid_to,
        keywords=table.texts("keywords"),
        limit=_limit(limit) if limit else None,
        limit_note=table.text("limit_note", ""),
        more_limits=tuple(_more_limit(each) for each in table.tables("more_limits")),
        time_text=table.text("time_text"),
        fees=tuple(_fee(each) for each in table.tables("fees")) or block.fees,
        fee_text=table.text("fee_text", block.fee_text),
        papers=tuple(_paper(each) for each in table.tables("papers")),
        result=table.text("result"),
        questions=tuple(_question(each) for each in table.tables("questions")),
        basis=table.texts("basis") or block.basis,
        code_certainty=certainty.certainty("code"),
        time_certainty=certainty.certainty("time"),
        fee_certainty=certainty.certainty("fee"),
        code_notes=table.pairs("code_notes"),
        note=table.text("note", ""),
        source=_source(source) if source else None,
    )
    certainty.done()
    table.done()
    return row


def _codes(table: Table, key: str) -> tuple[str, ...]:
    codes = table.texts(key)
    for code in codes:
        if not CODE.fullmatch(code):
            raise table.error(
                "law.pack.code", _("%(place)s: “%(found)s” không phải mã thủ tục."), found=code
            )
    return codes


def _limit(table: Table) -> LimitRow:
    row = LimitRow(*_length(table), note=table.text("note", ""))
    table.done()
    return row


def _more_limit(table: Table) -> MoreLimitRow:
    case, mode = table.text("case"), table.choice("mode", MODES)
    unit, n = _length(table, required=False)
    row = MoreLimitRow(case, mode, unit, n, table.text("note", ""))
    table.done()
    return row


def _length(table: Table, *, required: bool = True) -> tuple[str, int | None]:
    """Take unit and number: counted units need a number above zero, plain ones take none."""
    unit = table.choice("unit", (*COUNTED_UNITS, *PLAIN_UNITS), None if required else "")
    n = table.number("n")
    if (unit in COUNTED_UNITS) != bool(n):
        raise table.error(
            "law.pack.length",
            _("%(place)s: đơn vị “%(unit)s” và số “%(n)s” không đi với nhau."),
            unit=unit,
            n=str(n),
        )
    return unit, n


def _fee(table: Table) -> FeeRow:
    amount = table.number("amount")
    if amount is None:
        raise table.error("law.pack.missing", _("%(place)s: thiếu “%(key)s”."), key="amount")
    row = FeeRow(
        amount=amount,
        per=table.choice("per", ("case", "copy", "page")),
        when=table.text("when", ""),
        channel=table.choice("channel", ("desk", "online"), ""),
        is_local=table.flag("local", default=False),
        first_pages=table.number("first_pages"),
        then=table.number("then"),
        cap=table.number("cap"),
        cap_per=table.choice("cap_per", ("copy",), ""),
        note=table.text("note", ""),
    )
    table.done()
    return row


def _paper(table: Table) -> PaperRow:
    row = PaperRow(
        name=table.text("name"),
        kind=table.choice("kind", PAPER_KINDS),
        is_required=table.flag("required", default=True),
        when=table.text("when", ""),
        held=table.text("held", ""),
        note=table.text("note", ""),
    )
    if row.is_required == bool(row.when):
        raise table.error(
            "law.pack.paper",
            _("%(place)s: giấy tờ phải hoặc bắt buộc, hoặc nói rõ khi nào cần (when)."),
        )
    table.done()
    return row


def _question(table: Table) -> QuestionRow:
    row = QuestionRow(
        code=table.text("code"),
        label=table.text("label"),
        type=table.choice("type", QUESTION_TYPES),
        is_required=table.flag("required", default=True),
        hint=table.text("hint", ""),
        choices=table.texts("choices"),
    )
    if (row.type == "choice") != (len(row.choices) > 1):
        raise table.error(
            "law.pack.choices", _("%(place)s: câu hỏi chọn cần từ hai lựa chọn trở lên.")
        )
    table.done()
    return row


def _source(table: Table) -> SourceRow:
    row = SourceRow(
        code=table.text("code"),
        name=table.text("name"),
        time=table.text("time"),
        fee=table.text("fee", ""),
        papers=table.text("papers", ""),
        result=table.text("result", ""),
        cf=table.text("cf"),
    )
    table.done()
    return row
