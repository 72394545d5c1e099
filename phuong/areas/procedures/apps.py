"""The Django app of procedures."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The catalogue of administrative procedures."""

    name = "phuong.areas.procedures"
    label = "procedures"

    def ready(self) -> None:
        """Make the grants and the kind of subject known."""
        from phuong.areas.procedures import policy
        from phuong.kernel.access import roles
        from phuong.kernel.audit import kinds

        roles.register(policy.GRANTS)
        kinds.register(policy.KIND)
