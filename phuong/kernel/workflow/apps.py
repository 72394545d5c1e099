"""The Django app of workflow."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """See the package."""

    name = "phuong.kernel.workflow"
    label = "workflow"
