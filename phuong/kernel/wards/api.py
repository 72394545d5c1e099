"""What upper packages import from wards."""

from phuong.kernel.wards import finding, planner
from phuong.kernel.wards.fields import OtherWard, WardForeignKey, WardLink
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import Ward, WardHost, WardOwned
from phuong.kernel.wards.prepared import Prepared
from phuong.kernel.wards.querysets import UnscopedQuery, WardQuerySet

__all__ = [
    "OtherWard",
    "Prepared",
    "UnscopedQuery",
    "Ward",
    "WardForeignKey",
    "WardHost",
    "WardLink",
    "WardOwned",
    "WardQuerySet",
    "finding",
    "planner",
    "uuid7",
]
