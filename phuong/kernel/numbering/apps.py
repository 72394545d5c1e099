"""The Django app of numbering."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.numbering"
    label = "numbering"
