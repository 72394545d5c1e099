"""The form renderer: our field templates, and our widget templates before Django's own."""

from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates
from django.template.backends.django import Template as BackendTemplate
from django.utils.functional import cached_property

from phuong.kernel.ui.widgets import drawn

_HERE = Path(__file__).parent


class FormRenderer(BaseRenderer):
    """Render fields as `ux.md` says: label above, then hint, error and control."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Return the engine that looks for widgets here first and at Django's after."""
        params: dict[str, Any] = {
            "NAME": "phuong-forms",
            "APP_DIRS": True,
            "DIRS": [
                _HERE / "form_templates",
                Path(django.forms.__file__).parent / "templates",
            ],
            "OPTIONS": {},
        }
        return DjangoTemplates(params)

    def get_template(self, template_name: str) -> BackendTemplate:
        """Return a template of a form, a field or a widget."""
        return self.engine.get_template(template_name)

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Return the words of a form, a field or a widget."""
        words = drawn(template_name, context)
        return super().render(template_name, context, request) if words is None else words
