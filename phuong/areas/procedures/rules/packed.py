"""The pack's rows as rows of this catalogue: what is uncertain says so and why."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from phuong.areas.procedures.rules import rows
from phuong.areas.procedures.rules.confirming import limit_words
from phuong.areas.procedures.rules.fees import single_fee
from phuong.areas.procedures.rules.versions import Certainty
from phuong.kernel.law import pack
from phuong.kernel.law.pack.rows import NEEDS_REVIEW
from phuong.kernel.text import fold

OUR_CONVENTION: Final = "Phường/quy-ước"
LONGEST_CODE: Final = 60


def rows_of(found: pack.Pack) -> tuple[rows.ProcedureRow, ...]:
    """Return the procedures of a pack in its order."""
    catalogue = found.catalogue
    titles = {act.number: f"{act.title} ({act.number})" for act in found.acts}
    titles[OUR_CONVENTION] = "Quy ước của phường"
    fields = {field.code: rows.FieldRow(field.code, field.name) for field in catalogue.fields}
    systems = {system.code: system.name for system in catalogue.systems}
    registers = {register.code: register.name for register in catalogue.registers}
    return tuple(
        rows.ProcedureRow(
            slug=row.slug,
            field=fields[row.field],
            version=_version(row, titles, systems, registers),
            other_codes=(*row.codes[1:], *row.newer_codes),
            keywords=row.keywords,
        )
        # In the order of the fields, so that a field's place does not hang on file names.
        for field in catalogue.fields
        for row in catalogue.procedures
        if row.field == field.code
    )


def _version(
    row: pack.ProcedureRow,
    titles: Mapping[str, str],
    systems: Mapping[str, str],
    registers: Mapping[str, str],
) -> rows.VersionRow:
    return rows.VersionRow(
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        code=row.code,
        name=row.title,
        external_system=row.external_system,
        system_name=systems.get(row.external_system, ""),
        channel=row.channel,
        limit_unit=row.limit.unit if row.limit else "",
        limit_n=row.limit.n if row.limit else None,
        limit_text=_for_citizens(row.time_text),
        verify_text=" ".join(_more(each) for each in row.more_limits),
        fee_text=_for_citizens(row.fee_text),
        fee_amount=single_fee([_fee(each) for each in row.fees]),
        fees=tuple(_fee(each) for each in row.fees),
        result=_for_citizens(row.result),
        advice=_for_citizens(row.note),
        legal_basis="; ".join(titles.get(act, act) for act in row.basis),
        certainty_code=row.code_certainty,
        certainty_time=row.time_certainty,
        certainty_fee=_fee_certainty(row),
        review_note=" ".join(_reasons(row)),
        papers=_papers(row.papers, registers),
        questions=tuple(
            rows.QuestionRow(
                code=each.code,
                label=each.label,
                kind=each.type,
                required=each.is_required,
                hint=each.hint,
                choices=each.choices,
            )
            for each in row.questions
        ),
    )


def _for_citizens(words: str) -> str:
    """Leave out what the pack says to its own keepers; pages mark doubts by themselves."""
    words = words.replace(" (our convention)", "").replace("; cần rà soát", "")
    return "" if words == "Quy ước." else words.removesuffix(".")


def _more(more: pack.MoreLimitRow) -> str:
    case = more.case[:1].upper() + more.case[1:]
    if not more.unit:
        length = "lâu hơn, chưa rõ bao nhiêu"
    elif more.unit == "same_day":
        length = "trong ngày"
    else:
        words = limit_words(more.unit, more.n or 0)
        length = f"thêm không quá {words}" if more.mode == "add" else f"không quá {words}"
    return f"{case}: {length}." + (f" {more.note}" if more.note else "")


def _fee(fee: pack.FeeRow) -> rows.FeeRow:
    return rows.FeeRow(
        amount=fee.amount,
        per=fee.per,
        condition=fee.when,
        channel=fee.channel,
        local=fee.is_local,
        first_pages=fee.first_pages,
        then=fee.then,
        cap=fee.cap,
    )


def _fee_certainty(row: pack.ProcedureRow) -> str:
    """An amount that the city sets and the pack lacks is uncertain, however sure the rest is."""
    if row.fee_needs_review and row.fee_certainty not in NEEDS_REVIEW:
        return Certainty.UNCERTAIN.value
    return row.fee_certainty


def _reasons(row: pack.ProcedureRow) -> Iterable[str]:
    if row.limit is None:
        yield row.limit_note or "Gói luật chưa có thời hạn chắc chắn."
    if any(fee.is_local for fee in row.fees):
        yield "Mức thu do địa phương quy định, gói luật chưa có."
    yield from dict.fromkeys(fee.note for fee in row.fees if fee.note)
    yield from (f"{code}: {note}." for code, note in row.code_notes)


def _papers(
    papers: Sequence[pack.PaperRow], registers: Mapping[str, str]
) -> tuple[rows.PaperRow, ...]:
    seen: Counter[str] = Counter()
    found = []
    for paper in papers:
        code = paper_code(paper.name)
        seen[code] += 1
        if seen[code] > 1:
            code = f"{code[: LONGEST_CODE - 3]}-{seen[code]}"
        found.append(
            rows.PaperRow(
                code=code,
                name=paper.name,
                kind=paper.kind,
                required=paper.is_required,
                condition=paper.when,
                held_in=paper.held,
                held_name=registers.get(paper.held, ""),
                note=paper.note,
            )
        )
    return tuple(found)


def paper_code(name: str) -> str:
    """Return the word by which forms and files name a paper: its own, without marks.

    >>> paper_code("Giấy chứng sinh")
    'giay-chung-sinh'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:LONGEST_CODE].strip("-")
