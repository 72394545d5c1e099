"""The Django app of the law."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.law"
    label = "law"
