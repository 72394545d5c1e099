"""The Django app of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.documents"
    label = "documents"
