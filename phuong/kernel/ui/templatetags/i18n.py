"""Django's `{% load i18n %}`, where a sentence without places is looked up once for a language."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Sentence(template.Node):
    """A sentence that stands in the template itself: in each language always the same words."""

    child_nodelists = ()

    def __init__(self, node: i18n.TranslateNode) -> None:
        """Keep what Django made of the tag."""
        self._node = node
        self._words: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        """Return the words, looked up the first time."""
        language = get_language()
        words = self._words.get(language)
        if words is None:
            words = self._words[language] = self._node.render(context)
        return words


@register.tag("translate")
def translate(parser: Parser, token: Token) -> template.Node:
    """Mark a sentence for translation, as Django does."""
    node = i18n.do_translate(parser, token)
    given = node.filter_expression
    # `var` is a literal where the tag names no variable; a filter or a context may ask the page.
    is_fixed = given.var.literal is not None and not given.filters
    changes = node.noop or node.asvar or node.message_context
    return Sentence(node) if is_fixed and not changes else node
