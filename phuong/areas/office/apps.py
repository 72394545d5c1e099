"""The Django app of the ward's own settings."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Makes grants and the kind of subject known."""

    name = "phuong.areas.office"
    label = "office"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.office import cards, policy
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import kinds

        access.register(policy.GRANTS)
        kinds.register(cards.KIND)
        kinds.register(cards.ORGANISATION_KIND)
