"""The Django app of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.audit"
    label = "audit"
