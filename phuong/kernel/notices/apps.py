"""The Django app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.notices"
    label = "notices"

    def ready(self) -> None:
        """Open the gateways that the environment names, and say how words are erased."""
        from phuong.kernel.audit import erasure
        from phuong.kernel.notices import erasing
        from phuong.kernel.notices.gateways import setting_up

        setting_up.register_all()
        erasure.register(erasing.erase_words)
