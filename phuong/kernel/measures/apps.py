"""The Django app of measures."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.measures"
    label = "measures"
