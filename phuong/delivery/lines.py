"""One row of a worklist as it stands on the page, made by Python: no template is opened for it.

Twenty-five of them are the larger part of the page that officials open all day.
"""

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from phuong.delivery.work import Row


def line(row: "Row", *, handlers: bool) -> SafeString:
    """Return the row; the headings of its columns are in `delivery/_rows.html`."""
    card = row.card
    code = escape(card.code)
    late = ' class="late"' if row.late else ""
    head = f'<th role="rowheader" scope="row"><a href="{escape(card.address)}">{code}</a></th>'
    cells = [
        f'<tr role="row"{late}>{head}',
        _cell(_("Việc"), escape(card.title)),
        _cell(_("Người nộp, người giao"), escape(card.who)),
        _cell(_("Trạng thái"), row.state),
        _cell(_("Hạn"), row.deadline),
    ]
    if handlers:
        cells.append(_cell(_("Người xử lý"), escape(row.handler or "–")))
    of_code = f'<span class="visually-hidden"> {code}</span></a>'
    cells.append(
        '<td role="cell"><a class="btn btn-outline-primary" data-next'
        f' href="{escape(card.next_address)}">{escape(card.next_action)}{of_code}'
    )
    if row.near:
        near = f'href="{escape(card.near_address)}">{escape(card.near_action)}'
        cells.append(f' <a class="btn btn-link" {near}{of_code}')
    cells.append("</td></tr>")
    return mark_safe("".join(cells))  # noqa: S308 - every value above is escaped


def _cell(label: str, safe: str) -> str:
    return f'<td role="cell" data-l="{escape(label)}">{safe}</td>'
