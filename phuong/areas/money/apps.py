"""The Django app of money."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Makes grants, kinds of subjects and series of numbers known."""

    name = "phuong.areas.money"
    label = "money"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.money import cards, policy, rules
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import kinds
        from phuong.kernel.numbering import api as numbering

        access.register(policy.GRANTS)
        kinds.register(cards.DAY_KIND)
        kinds.register(cards.ACCOUNT_KIND)
        for series, template in rules.SERIES.items():
            numbering.offer(series, template, "year")
