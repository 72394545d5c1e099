"""The roles, and what each area lets them do."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from phuong.kernel.access.actors import Actor


class Role(TextChoices):
    """What a post is for (vai trò)."""

    RECEPTION = "reception", _("Tiếp nhận và trả kết quả")
    SPECIALIST = "specialist", _("Chuyên môn")
    UNIT_HEAD = "unit_head", _("Phụ trách bộ phận")
    LEADER = "leader", _("Lãnh đạo uỷ ban")
    SECRETARY = "secretary", _("Bí thư")
    INSPECTOR = "inspector", _("Tổ kiểm tra")
    AREA_HEAD = "area_head", _("Khu vực, chi bộ")
    ADMINISTRATOR = "administrator", _("Quản trị")


_granted: dict[str, frozenset[Role]] = {}


def register(grants: Mapping[Any, Iterable[Role]]) -> None:
    """Make an area's GRANTS known; called once from its `AppConfig.ready`."""
    for capability, roles in grants.items():
        _granted[str(capability.value)] = frozenset(roles)


def all_grants() -> Mapping[str, frozenset[Role]]:
    """Return every capability with the roles that have it."""
    return dict(_granted)


def has(actor: "Actor", capability: Enum) -> bool:
    """Tell whether one of the actor's roles may do this."""
    return actor.holds(*_granted.get(str(capability.value), ()))
