"""The Django app of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.documents"
    label = "documents"

    def ready(self) -> None:
        """Say how files are erased."""
        from phuong.kernel.audit import erasure
        from phuong.kernel.documents import erasing

        erasure.register(erasing.erase_files)
