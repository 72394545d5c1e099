"""The Django app of procedures."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The catalogue of administrative procedures."""

    name = "phuong.areas.procedures"
    label = "procedures"

    def ready(self) -> None:
        """Make the grants and the kind of subject known."""
        from phuong.areas.procedures import measures, policy
        from phuong.kernel.access import roles
        from phuong.kernel.audit import kinds
        from phuong.kernel.measures import api as figures

        roles.register(policy.GRANTS)
        kinds.register(policy.KIND)
        figures.register(*measures.MEASURES)
