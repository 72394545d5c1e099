"""Roles given to posts, and failed tries that are held back."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Post, Valid
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


class Grant(Valid):
    """A post has a role for a time (phân quyền)."""

    post = WardLink(Post, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=30, choices=Role)

    class Meta:
        verbose_name = _("phân quyền")
        indexes: ClassVar = [
            models.Index(fields=["ward", "post"], name="grant_to_post"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.role}"


class FailureQuerySet(WardQuerySet["Failure"]):
    """Failed tries."""

    def recent(self, door: str, key: str, now: datetime, minutes: int) -> "FailureQuerySet":
        """Keep the tries at one door by one key in the last minutes."""
        return self.filter(door=door, key=key, at__gt=now - timedelta(minutes=minutes))


class Failure(WardOwned):
    """A wrong code or password (lần thử sai). `key` is a digest, never what was typed."""

    door = models.CharField(_("cửa"), max_length=40)
    key = models.CharField(_("khoá"), max_length=64)
    at = models.DateTimeField(_("lúc"))

    objects = FailureQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("lần thử sai")
        indexes: ClassVar = [
            models.Index(fields=["ward", "door", "key", "at"], name="failure_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at}"
