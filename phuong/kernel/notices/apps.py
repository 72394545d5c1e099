"""The Django app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.notices"
    label = "notices"

    def ready(self) -> None:
        """Open the gateways that the environment names."""
        from phuong.kernel.notices.gateways import setting_up

        setting_up.register_all()
