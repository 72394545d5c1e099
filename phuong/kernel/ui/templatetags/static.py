"""Django's `{% load static %}`, where the address of a named file is worked out once."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags.static import StaticNode

register = template.Library()


class File(StaticNode):
    """A file that the template names: its address stays as long as the program runs."""

    _address = ""

    def url(self, context: Any) -> str:
        """Return the address, worked out the first time."""
        if not self._address:
            self._address = super().url(context)
        return self._address


@register.tag("static")
def static(parser: Parser, token: Token) -> StaticNode:
    """Link to a file of ours, as Django does."""
    node = StaticNode.handle_token(parser, token)
    return node if node.path.is_var else File(node.varname, node.path)
