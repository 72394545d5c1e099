"""The Django app of wards."""

from django.apps import AppConfig


class WardsConfig(AppConfig):
    """Wards and the rows they own."""

    name = "phuong.kernel.wards"
    label = "wards"
