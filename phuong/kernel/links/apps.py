"""The Django app of links."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Makes known how the words of offers are erased."""

    name = "phuong.kernel.links"
    label = "links"

    def ready(self) -> None:
        """Register with the trail."""
        from phuong.kernel.audit import erasure
        from phuong.kernel.links import erasing

        erasure.register(erasing.erase_offers)
