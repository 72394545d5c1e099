"""The Django app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.notices"
    label = "notices"
