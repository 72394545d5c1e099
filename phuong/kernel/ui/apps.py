"""The Django application of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, form renderer, charts and base pages; no models."""

    name = "phuong.kernel.ui"
    label = "ui"
