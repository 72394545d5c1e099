"""Our `i18n` and `static` say what Django's say, in each language and for each page."""

from django.template import Context, engines
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import static
from django.test import override_settings
from django.utils import translation

from phuong.kernel.ui.templatetags.i18n import Sentence

LOAD = "{% load i18n static %}"


def made(source):
    return engines["django"].from_string(LOAD + source).template


def said(template, language, **given):
    with translation.override(language):
        return template.render(Context(given))


def test_a_sentence_is_said_in_the_language_of_each_page():
    template = made('{% translate "Tra cứu" %}')

    assert template.nodelist.get_nodes_by_type(Sentence)
    assert [said(template, one) for one in ("vi", "en", "vi")] == [
        "Tra cứu",
        "Check status",
        "Tra cứu",
    ]


def test_what_depends_on_the_page_is_asked_each_time():
    template = made(
        "{% translate words %}|{% translate 'Tra cứu' as kept %}{{ kept }}"
        "|{% translate 'Tra cứu' noop %}|{% translate 'Tra cứu'|upper %}"
    )

    assert len(template.nodelist.get_nodes_by_type(TranslateNode)) == 4
    assert said(template, "en", words="Tra cứu") == "Check status|Check status|Tra cứu|CHECK STATUS"
    assert said(template, "vi", words="<b>") == "&lt;b&gt;|Tra cứu|Tra cứu|TRA CỨU"


def test_a_file_has_the_address_that_django_gives_it():
    template = made("{% static 'ui/phuong.css' %} {% static name %}")

    for name in ("ui/phuong.js", "ui/favicon.svg"):
        assert said(template, "vi", name=name) == f"{static('ui/phuong.css')} {static(name)}"


def test_no_other_tags_stand_before_somebody_s():
    # The check that warns of it is silenced for the two of ours.
    with override_settings(SILENCED_SYSTEM_CHECKS=[]):
        twice = engines["django"].check()
    assert sorted(warning.msg.split("'")[1] for warning in twice) == ["i18n", "static"]
