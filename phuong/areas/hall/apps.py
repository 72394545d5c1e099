"""The Django app of the hall."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Makes grants, kinds of subjects, series of numbers, erasing and jobs known."""

    name = "phuong.areas.hall"
    label = "hall"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.hall import actions, cards, jobs, measures, notices, policy, rules
        from phuong.areas.hall.views import board, counter, taking
        from phuong.kernel.access import api as access
        from phuong.kernel.audit.api import erasure, kinds
        from phuong.kernel.measures import api as figures
        from phuong.kernel.notices.api import register_templates
        from phuong.kernel.numbering import api as numbering
        from phuong.kernel.ui import slots
        from phuong.kernel.workflow.api import schedule

        access.register(policy.GRANTS)
        for kind in (cards.TICKET_KIND, cards.GROUP_KIND, cards.COUNTER_KIND):
            kinds.register(kind)
        erasure.register(actions.erase_values, cards.TICKET)
        numbering.offer(actions.VISITS, "{prefix}-LC{yy}{mm}{dd}-{n:04}", "day")
        for letter in rules.LETTERS:
            numbering.offer(actions.series_of(letter), "{yy}{mm}{dd}-{n}", "day")
        figures.register(*measures.MEASURES)
        schedule.register(*jobs.JOBS)
        register_templates(*notices.TEMPLATES)
        slots.fill("desk", "hall", counter.card)
        slots.fill("home", "hall", board.now_called)
        slots.fill("guide", "hall", taking.for_procedure)
