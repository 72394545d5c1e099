"""The Django app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.people"
    label = "people"

    def ready(self) -> None:
        """Tell the law which hours the offices keep."""
        from phuong.kernel.law import api as law
        from phuong.kernel.people import hours

        law.hours_from(hours.of_ward)
