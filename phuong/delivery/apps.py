"""The Django app of the front doors: it holds commands and pages, no tables."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """See the package."""

    name = "phuong.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Let administrators look after the house."""
        from phuong.delivery import policy
        from phuong.kernel.access import api as access

        access.register(policy.GRANTS)
