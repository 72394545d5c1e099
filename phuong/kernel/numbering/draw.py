"""Drawing the next number."""

import re
from datetime import date, datetime
from string import Formatter

from django.db import connection

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering.models import Counter, Gap, Series
from phuong.kernel.wards.models import Ward
from phuong.kernel.wards.remembered import Remembered

# What a new ward begins with; a ward changes its own template as data.
DEFAULTS = {
    "dossier": ("{prefix}-{yy}{mm}{dd}-{n:04}", "day"),
    "result": ("{n}/UBND", "year"),
    "task": ("{prefix}-NV{yy}-{n:04}", "year"),
    "apology": ("{n}/PXL", "year"),
}
PARTS = {"prefix", "n", "yyyy", "yy", "mm", "dd"}
# What a number must tell, so that the same number never comes again in the next period.
NEEDED = {
    "day": ({"yyyy", "yy"}, {"mm"}, {"dd"}),
    "month": ({"yyyy", "yy"}, {"mm"}),
    "year": (),
    "never": (),
}


def draw(ward: Ward, series: str, day: date) -> str:
    """Return the next number of a series on a day: one statement, in the caller's transaction."""
    return numbered(ward, series, day, _advance(ward.pk, series, period_of(ward, series, day)))


def numbered(ward: Ward, series: str, day: date, number: int) -> str:
    """Return what a number of a series looks like on a day, drawn or not."""
    template, _period = _template((ward.pk, series))
    return template.format(
        prefix=ward.code_prefix,
        n=number,
        yyyy=f"{day:%Y}",
        yy=f"{day:%y}",
        mm=f"{day:%m}",
        dd=f"{day:%d}",
    )


def upcoming(ward: Ward, series: str, day: date) -> tuple[str, str]:
    """Return the number that would be drawn now, and its period; whoever draws it compares.

    For what must be printed before the transaction that draws.
    """
    period = period_of(ward, series, day)
    last = Counter.objects.filter(ward=ward, series=series, period=period).first()
    return numbered(ward, series, day, last.value + 1 if last else 1), period


def offer(series: str, template: str, period: str) -> None:
    """Say with which template a series begins in a ward that has none of its own for it."""
    check_template(template, period)
    known = DEFAULTS.setdefault(series, (template, period))
    if known != (template, period):
        raise ValueError(f"two templates for the series {series}")


def void(ward_id: int, series: str, number: str, reason: str, at: datetime) -> None:
    """Write down that a drawn number stays unused."""
    Gap.objects.create(ward_id=ward_id, series=series, number=number, reason=reason, at=at)


def completed(ward: Ward, series: str, typed: str) -> str | None:
    """Return the number that was typed without hyphens, in small letters, or by its tail alone.

    `pm 261122 0147` and `261122-0147` are `PM-261122-0147`; nothing where the template has no such
    number.
    """
    template, _period = _template((ward.pk, series))
    pattern = ""
    for literal, name, spec, _conversion in Formatter().parse(template):
        pattern += re.escape(_bare(literal))
        if name == "prefix":
            pattern += f"(?:{re.escape(_bare(ward.code_prefix))})?"
        elif name:
            pattern += f"(?P<{name}>{_digits(name, spec or '')})"
    found = re.fullmatch(pattern, _bare(typed), re.ASCII)
    if found is None:
        return None
    values = found.groupdict()
    return template.format(prefix=ward.code_prefix, **values | {"n": int(values["n"])})


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _digits(name: str, spec: str) -> str:
    if name == "n":
        return rf"\d{{{spec.lstrip('0') or '1'},9}}"
    return r"\d{4}" if name == "yyyy" else r"\d{2}"


def forget_templates() -> None:
    """Read the templates again, after one was changed."""
    _template.forget()


def check_template(template: str, period: str) -> None:
    """Refuse a template that cannot be filled in, or that would give one number twice.

    Document numbers begin anew each year and may leave the year to the document's date.
    """
    try:
        names = {name for _literal, name, _spec, _conversion in Formatter().parse(template) if name}
        template.format(**dict.fromkeys(PARTS - {"n"}, ""), n=1)
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise _unusable(template) from error
    whole = period in NEEDED and all(names & one_of for one_of in NEEDED[period])
    if "n" not in names or not names <= PARTS or not whole:
        raise _unusable(template)


def _unusable(template: str) -> RuleBroken:
    return RuleBroken(
        "numbering.template",
        _("Mẫu số %(template)s chưa dùng được: cần {n}, và ngày tháng của kỳ đánh số."),
        field="template",
        template=template,
    )


def _load(key: tuple[int, str]) -> tuple[str, str]:
    ward_id, series = key
    found = Series.objects.of(ward_id).filter(code=series).first()
    return (found.template, found.period) if found else DEFAULTS[series]


# Another process sees a changed template within the half minute.
_template = Remembered(_load, seconds=30)


def period_of(ward: Ward, series: str, day: date) -> str:
    """Return the period in which a series counts on a day, as its counter names it."""
    _text, period = _template((ward.pk, series))
    return {"day": f"{day:%Y%m%d}", "month": f"{day:%Y%m}", "year": f"{day:%Y}"}.get(period, "all")


def _advance(ward_id: int, series: str, period: str) -> int:
    table = connection.ops.quote_name(Counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS counter (ward_id, series, period, value)"  # noqa: S608
            " VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (ward_id, series, period) DO UPDATE SET value = counter.value + 1"
            " RETURNING value",
            [ward_id, series, period],
        )
        return int(cursor.fetchone()[0])
