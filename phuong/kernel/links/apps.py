"""The Django app of links."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.links"
    label = "links"
