"""The Django app of statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Makes grants and the job of publishing known."""

    name = "phuong.areas.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.statistics import jobs, policy
        from phuong.kernel.access import api as access
        from phuong.kernel.workflow.api import schedule

        access.register(policy.GRANTS)
        schedule.register(*jobs.JOBS)
