"""The Django app of statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Makes grants, the kind of subject and the job of publishing known."""

    name = "phuong.areas.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.statistics import cards, jobs, policy
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import kinds
        from phuong.kernel.workflow.api import schedule

        access.register(policy.GRANTS)
        kinds.register(cards.KIND)
        schedule.register(*jobs.JOBS)
