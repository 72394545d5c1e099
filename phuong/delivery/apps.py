"""The Django app of the front doors: it holds commands and pages, no tables."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """See the package."""

    name = "phuong.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Let administrators look after the house, and know the words of the morning."""
        from phuong.delivery import digests, policy, threadlocals
        from phuong.kernel.access import api as access
        from phuong.kernel.notices import api as notices

        threadlocals.use()
        access.register(policy.GRANTS)
        notices.register_templates(digests.DIGEST, digests.DIGEST_LATE)
