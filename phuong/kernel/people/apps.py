"""The Django app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.people"
    label = "people"
