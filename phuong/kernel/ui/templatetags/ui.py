"""The component tags of every page: `{% load ui %}`. `phuong.kernel.ui` is their manual."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from phuong.kernel.text import show_phone
from phuong.kernel.ui import charts, display, parts, slots, tables

register = template.Library()

# Filters: numbers and dates as people read them.
for _name, _write in {
    "number": display.number,
    "percent": display.percent,
    "dong": display.dong,
    "day": display.day,
    "short_day": display.short_day,
    "long_day": display.long_day,
    "clock": display.clock,
    "moment": display.moment,
    "short_moment": display.short_moment,
    "phone": show_phone,
    "size": display.file_size,
}.items():

    def _quiet(value: Any, *rest: Any, write: Any = _write) -> str:
        return "" if value is None or value == "" else write(value, *rest)

    register.filter(_name, _quiet)


@register.filter
def iso(value: date) -> str:
    """Write a date or a moment for `<time datetime>`, a moment on the ward's clock."""
    if isinstance(value, datetime):
        return display.local(value).isoformat(timespec="minutes")
    return value.isoformat()


@register.filter
def is_optional(field: BoundField) -> bool:
    """Return whether the field says "(không bắt buộc)"."""
    return (
        not field.field.required
        and getattr(field.form, "mark_optional", False)
        and not isinstance(field.field, forms.BooleanField)
    )


@register.simple_tag
def warning_of(field: BoundField) -> str:
    """Return what should be looked at again in a field that was taken all the same."""
    found: str = getattr(field.form, "warnings", {}).get(field.name, "")
    return found


register.simple_tag(parts.tag, name="tag")
register.simple_tag(parts.deadline, name="deadline")
register.simple_tag(parts.qr, name="qr")
register.simple_tag(parts.code, name="code")
register.simple_tag(parts.timeline, name="timeline")
register.simple_tag(charts.spark, name="spark")


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Show one field: label, hint, error, control."""
    return bound.as_field_group()


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*given: forms.Form) -> dict[str, Any]:
    """List everything to mend, each with a link that lands on its control."""
    complaints: list[tuple[str, str]] = []
    for form in given:
        if hasattr(form, "complaints"):
            complaints += form.complaints()
        else:
            complaints += [
                ("" if name == "__all__" else form[name].id_for_label, str(words))
                for name, many in form.errors.items()
                for words in many
            ]
    return {"complaints": complaints}


@register.simple_block_tag
def note(content: str, tone: str = "info", role: str = "") -> SafeString:
    """Show a block with a bar; give `role` only to what appears after an action."""
    if tone not in parts.TONES:
        raise ValueError(f"Unknown tone: {tone!r}")
    heard = format_html(' role="{}"', role) if role else ""
    return format_html('<div class="p-note p-{}"{}>{}</div>', tone, heard, _whole(content))


@register.simple_block_tag
def panel(content: str, title: str, tone: str = "done", ident: str = "") -> SafeString:
    """Show that something is finished. `tone="plain"` where nothing green belongs."""
    marked = format_html(' id="{}"', ident) if ident else ""
    return format_html(
        '<div class="p-panel p-panel-{}"{}><h1>{}</h1>{}</div>',
        tone,
        marked,
        title,
        _whole(content),
    )


@register.simple_block_tag
def box(content: str, title: str, ident: str, heading: int = 2) -> SafeString:
    """Show a framed part of a page under its own heading."""
    return format_html(
        '<div class="p-box"><h{} class="h5" id="{}">{}</h{}>{}</div>',
        heading, ident, title, heading, _whole(content),
    )  # fmt: skip


@register.simple_block_tag
def scroll(content: str, label_id: str) -> SafeString:
    """Let a wide table scroll by itself, so that the page never does."""
    return format_html(
        '<div class="p-scroll" role="region" tabindex="0" aria-labelledby="{}">{}</div>',
        label_id, _whole(content),
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, legend: str = "") -> SafeString:
    """Show the filters of a list; the order of the list is kept."""
    request = context.get("request")
    sort = request.GET.get(tables.SORT, "") if request else ""
    kept = (
        format_html('<input type="hidden" name="{}" value="{}">', tables.SORT, sort) if sort else ""
    )
    return format_html(
        '<form class="p-filter" method="get" role="search" aria-label="{}">{}{}'
        '<div class="p-filter-go"><button class="btn btn-primary">{}</button></div></form>',
        legend or gettext("Lọc danh sách"), kept, _whole(content), gettext("Lọc"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def slot(context: Context, place: str, **given: Any) -> SafeString:
    """Show what others put into a place of this page."""
    return slots.filled(place, context["request"], **given)


@register.simple_tag(takes_context=True)
def sort_head(context: Context, column: str, words: str, sort: tables.Sort) -> SafeString:
    """Show the head of a column that sorts by a link; the current one says which way."""
    request = context["request"]
    current = sort.column == column
    wanted = f"-{column}" if current and not sort.descending else column
    url = tables.address(request.GET, request.path, put={tables.SORT: wanted})
    state, arrow = "", ""
    if current:
        way = "descending" if sort.descending else "ascending"
        state = format_html(' aria-sort="{}"', way)
        arrow = format_html(' <span aria-hidden="true">{}</span>', "▼" if sort.descending else "▲")
    return format_html('<th scope="col"{}><a href="{}">{}{}</a></th>', state, url, words, arrow)


@register.inclusion_tag("ui/parts/chips.html", takes_context=True)
def chips(
    context: Context, form: forms.Form | None = None, count: object = "", noun: str = ""
) -> dict[str, Any]:
    """Show how many rows there are, the active filters, and how to clear them."""
    request = context["request"]
    found = tables.chips_of(request, form) if form is not None else []
    sort = request.GET.get(tables.SORT, "")
    clear = f"{request.path}?{tables.SORT}={sort}" if sort else request.path
    return {"chips": found, "clear_url": clear, "count": count, "noun": noun}


@register.simple_tag(takes_context=True)
def empty(context: Context, words: str, link: str = "", url: str = "") -> SafeString:
    """Say that nothing is here, and one thing to do: in a filtered list, to clear the filters."""
    request = context.get("request")
    if not url and request is not None and request.GET:
        link, url = gettext("Bỏ bớt điều kiện lọc"), request.path
    way = format_html(' <a href="{}">{}</a>', url, link) if url else ""
    return format_html('<p class="p-empty">{}{}</p>', words, way)


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Link to the pages before and after by key; takes anything with `before` and `after`."""
    request = context["request"]

    def url(name: str, key: object) -> str:
        return tables.address(request.GET, request.path, put={name: str(key)}) if key else ""

    return {
        "before_url": url(tables.BEFORE, getattr(page, "before", None)),
        "after_url": url(tables.AFTER, getattr(page, "after", None)),
    }


@register.inclusion_tag("ui/parts/task_list.html")
def task_list(tasks: Sequence[parts.Task]) -> dict[str, Any]:
    """List the parts of a long form; the whole row leads to one."""
    return {"tasks": tasks}


@register.inclusion_tag("ui/parts/summary.html")
def summary(rows: Sequence[parts.Row]) -> dict[str, Any]:
    """List answers to check, each with "Sửa" where it may be changed."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/cards.html")
def cards(items: Sequence[parts.Card]) -> dict[str, Any]:
    """Show large choices."""
    return {"cards": items}


@register.inclusion_tag("ui/parts/figures.html")
def figures(items: Sequence[parts.Figure]) -> dict[str, Any]:
    """Show numbers, each a link to exactly its records."""
    return {"figures": items}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(trail: Sequence[tuple[str, str]] | str) -> dict[str, Any]:
    """Show the way here; the last of the trail is this page."""
    return {"trail": trail}


@register.inclusion_tag("ui/parts/next_action.html")
def next_action(main: parts.Act | None, others: Iterable[parts.Act] = ()) -> dict[str, Any]:
    """Show the one thing to do next, and the others folded, each with its consequence."""
    return {"main": main, "others": list(others)}


@register.inclusion_tag("ui/parts/uploads.html")
def uploads(files: Sequence[parts.Uploaded], name: str = "remove") -> dict[str, Any]:
    """List the files that are here already, each with "Xoá"."""
    return {"files": files, "name": name}


@register.inclusion_tag("ui/parts/evidence.html")
def evidence(pieces: Sequence[parts.Evidence]) -> dict[str, Any]:
    """List pieces of evidence with who added them and when."""
    return {"pieces": pieces}


@register.inclusion_tag("ui/parts/flash.html", takes_context=True)
def flash(context: Context) -> dict[str, Any]:
    """Show the messages of the act before this page."""
    return {"messages": context.get("messages", ())}


@register.simple_tag
def progress(done: int, total: int, noun: str) -> SafeString:
    """Say how far something is: words first, then the bar."""
    words = gettext("%(done)s trong %(total)s %(noun)s") % {
        "done": display.number(done), "total": display.number(total), "noun": noun,
    }  # fmt: skip
    return format_html(
        '<p class="p-progress"><span>{}</span>'
        ' <progress value="{}" max="{}" aria-hidden="true"></progress></p>',
        words, done, max(total, 1),
    )  # fmt: skip


@register.simple_tag
def exit_link(url: str = "https://www.google.com.vn/") -> SafeString:
    """Offer to leave a confidential page at once; with script the page leaves the history too."""
    return format_html(
        '<p class="p-exit"><a class="btn btn-outline-primary" href="{}" rel="noreferrer"'
        " data-exit>{}</a></p>",
        url, gettext("Rời trang này"),
    )  # fmt: skip


def _whole(content: str) -> SafeString:
    # A block tag is handed what its template rendered: escaped already where it had to be.
    return mark_safe(content)  # noqa: S308
