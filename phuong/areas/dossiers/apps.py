"""The Django app of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Makes grants, the kind of subject, figures, messages and jobs known."""

    name = "phuong.areas.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.dossiers import actions, cards, jobs, measures, notices, policy
        from phuong.areas.dossiers.actions import recounting
        from phuong.areas.dossiers.rules import certifying
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import erasure, kinds
        from phuong.kernel.measures import api as figures
        from phuong.kernel.notices import api as messages
        from phuong.kernel.numbering import api as numbering
        from phuong.kernel.workflow.api import clocks, schedule

        access.register(policy.GRANTS)
        kinds.register(cards.KIND)
        erasure.register(actions.erase_values, cards.KIND.code)
        kinds.register(cards.LEDGER_KIND)
        kinds.register(cards.INQUIRY_KIND)
        kinds.register(cards.VISIT_KIND)
        figures.register(*measures.MEASURES)
        figures.register_recounts(*recounting.RECOUNTS)
        messages.register_templates(*notices.TEMPLATES, *notices.ASKING)
        schedule.register(*jobs.JOBS)
        clocks.register(jobs.CLOCKS, jobs.REPLY_CLOCKS)
        for series, template in certifying.SERIES.values():
            numbering.offer(series, template, "year")
