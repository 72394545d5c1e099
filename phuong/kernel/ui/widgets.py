"""What people type and choose in, drawn by Python: no template is opened for it.

A form of thirty fields, or a list's filters with sixty choices, is the larger part of its page.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def drawn(template: str, context: Mapping[str, Any]) -> SafeString | None:
    """Return a widget as it stands on the page, or nothing where it has a template."""
    draw = DRAWN.get(template)
    return mark_safe(draw(context["widget"])) if draw else None  # noqa: S308 - all is escaped


def _input(widget: Widget) -> str:
    """One line, a hidden value, or a box to tick."""
    value, of_type = widget["value"], widget["type"]
    boxed = "form-check-input" if of_type in ("checkbox", "radio") else "form-control"
    shown = "" if of_type == "hidden" else _class(boxed, widget)
    typed = "" if value is None else f' value="{_said(value)}"'
    return f'<input type="{of_type}" name="{_said(widget["name"])}"{shown}{typed}{_attrs(widget)}>'


def _select(widget: Widget) -> str:
    """Choices of which one is open."""
    found = [f'<select name="{_said(widget["name"])}"{_class("form-select", widget)}']
    found += [_attrs(widget), ">"]
    for group, options, _index in widget["optgroups"]:
        choices = "".join(
            f'<option value="{_said(one["value"])}"{_attrs(one, with_class=True)}>'
            f"{_said(one['label'])}</option>"
            for one in options
        )
        found.append(f'<optgroup label="{_said(group)}">{choices}</optgroup>' if group else choices)
    return "".join([*found, "</select>"])


def _choices(widget: Widget) -> str:
    """Choices that are all open: to tick, or to take one of."""
    known_by = widget["attrs"].get("id")
    found = [f"<div{_class('p-choices', widget)}{_id('id', known_by)}>"]
    for group, options, _index in widget["optgroups"]:
        if group:
            found.append(f'<p class="p-choices-group">{_said(group)}</p>')
        for one in options:
            label = f"{_id('for', one['attrs'].get('id'))}>{_said(one['label'])}</label>"
            box = f'<label class="form-check-label"{label}'
            found.append(f'<div class="form-check">{_input(one)}{box}</div>')
    return "".join([*found, "</div>"])


def _date(widget: Widget) -> str:
    """Three boxes, each with its word above."""
    boxes = "".join(
        f'<div><label class="p-date-word"{_id("for", one["attrs"].get("id"))}>'
        f"{_said(one['word'])}</label>{_input(one)}</div>"
        for one in widget["subwidgets"]
    )
    return f'<div class="p-date"{_id("id", widget["attrs"].get("id"))}>{boxes}</div>'


def _upload(widget: Widget) -> str:
    """A choice of files, and room for their names."""
    names = '<ul class="p-file-names" data-names hidden></ul>'
    return f'<div class="p-file">{_input(widget)}{names}</div>'


def _several(widget: Widget) -> str:
    """Lines of one value that stand beside each other, or are carried along unseen."""
    return "".join(_input(one) for one in widget["subwidgets"])


def _class(ours: str, widget: Widget) -> str:
    own = widget["attrs"].get("class")
    return f' class="{ours} {_said(own)}"' if own else f' class="{ours}"'


def _id(name: str, value: Any) -> str:
    return f' {name}="{_said(value)}"' if value else ""


def _attrs(of: Widget, *, with_class: bool = False) -> str:
    return "".join(
        f" {_said(name)}" if value is True else f' {_said(name)}="{_said(value)}"'
        for name, value in of["attrs"].items()
        if value is not False and (with_class or name != "class")
    )


def _said(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


# Widgets that are one line; each has its type.
_LINES: Final = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number",
    "password", "search", "tel", "text", "time", "url",
)  # fmt: skip
_DRAWN: Final[Mapping[str, Callable[[Widget], str]]] = {
    "select": _select,
    "radio": _choices,
    "checkbox_select": _choices,
    "multiwidget": _several,
    **dict.fromkeys(_LINES, _input),
}
DRAWN: Final = {
    "ui/forms/date.html": _date,
    "ui/forms/upload.html": _upload,
    **{f"django/forms/widgets/{name}.html": draw for name, draw in _DRAWN.items()},
}
