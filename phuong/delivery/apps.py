"""The Django app of the front doors: it holds commands and pages, no tables."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """See the package."""

    name = "phuong.delivery"
    label = "delivery"
