"""What stands around every chart: heading, finding, drawing, the same figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from phuong.kernel.ui import display


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a chart. `ident` is unique on the page."""

    ident: str
    title: str
    finding: str
    how: str = ""
    heading: int = 2


Writer = Callable[[float], str]


def whole(value: float) -> str:
    """Write a count."""
    return display.number(value)


def share(value: float) -> str:
    """Write a percentage with one decimal."""
    return display.percent(value)


def together(drawn: Sequence[SafeString]) -> SafeString:
    """Join pieces that are safe already."""
    return format_html_join("", "{}", ((one,) for one in drawn))


def fix(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def nothing() -> SafeString:
    """Say that there is nothing to draw."""
    return format_html('<p class="p-empty">{}</p>', gettext("Chưa có số liệu."))


def svg(words: Words, drawn: SafeString, height: float, *, linked: bool) -> SafeString:
    """Put the marks into a drawing as high as so many em."""
    # With links inside, the drawing is a group: role="img" would hide them from a screen reader.
    return format_html(
        '<svg width="100%" height="{}em" role="{}" aria-labelledby="{}-h" aria-describedby="{}-f"'
        ' class="p-c" focusable="false">{}</svg>',
        fix(height), "group" if linked else "img", words.ident, words.ident, drawn,
    )  # fmt: skip


def table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, str, Sequence[str]]]
) -> SafeString:
    """Write the figures of a chart as a table; a row with an address links to its records."""
    head = format_html_join("", '<th scope="col">{}</th>', ((word,) for word in heads))
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (
                format_html('<a href="{}">{}</a>', url, label) if url else label,
                format_html_join("", "<td>{}</td>", ((cell,) for cell in cells)),
            )
            for label, url, cells in rows
        ),
    )
    return format_html(
        '<table class="table p-figures"><caption class="visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        title, head, body,
    )  # fmt: skip


def figure(words: Words, drawing: SafeString, figures: SafeString) -> SafeString:
    """Put a drawing under its heading and finding, its figures and way of counting below."""
    how = (
        format_html(
            "<details><summary>{}</summary><p>{}</p></details>", gettext("Cách tính"), words.how
        )
        if words.how
        else ""
    )
    level = f"h{words.heading}"
    heading = format_html(
        '<{} class="h5" id="{}-h">{}</{}>', SafeString(level), words.ident, words.title,
        SafeString(level),
    )  # fmt: skip
    return format_html(
        '<figure class="p-chart">{}<figcaption id="{}-f">{}</figcaption>{}'
        "<details><summary>{}</summary>{}</details>{}</figure>",
        heading, escape(words.ident), words.finding, drawing,
        gettext("Xem bảng số liệu"), figures, how,
    )  # fmt: skip
