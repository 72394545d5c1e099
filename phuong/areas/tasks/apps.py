"""The Django app of tasks."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Makes grants, the kind of subject, figures, messages and jobs known."""

    name = "phuong.areas.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.tasks import actions, cards, jobs, measures, notices, policy
        from phuong.areas.tasks.actions import recounting
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import erasure, kinds
        from phuong.kernel.measures import api as figures
        from phuong.kernel.notices import api as messages
        from phuong.kernel.numbering import api as numbering
        from phuong.kernel.workflow.api import clocks, schedule

        access.register(policy.GRANTS)
        kinds.register(cards.KIND)
        kinds.register(cards.SERIES_KIND)
        erasure.register(actions.erase_values, cards.KIND.code)
        erasure.register(actions.erase_series, cards.SERIES_KIND.code)
        numbering.offer(cards.SERIES_KIND.code, "{prefix}-DK{yy}-{n:04}", "year")
        figures.register(*measures.MEASURES)
        figures.register_recounts(*recounting.RECOUNTS)
        messages.register_templates(*notices.TEMPLATES)
        schedule.register(*jobs.JOBS)
        clocks.register(jobs.CLOCKS)
