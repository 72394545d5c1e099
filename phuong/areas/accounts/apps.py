"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Makes the kind of subject, messages and jobs known."""

    name = "phuong.areas.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register with the kernel."""
        from phuong.areas.accounts import cards, jobs, notices
        from phuong.kernel.audit.api import kinds
        from phuong.kernel.notices import api as messages
        from phuong.kernel.workflow.api import schedule

        kinds.register(cards.KIND)
        messages.register_templates(*notices.TEMPLATES)
        schedule.register(*jobs.JOBS)
