"""Saying which unit settles which field."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from phuong.areas.dossiers.models import Route
from phuong.areas.dossiers.queries import desk, routing
from phuong.areas.office import api as office
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date


def set_routes(occasion: Occasion, chosen: Mapping[str, UUID | None]) -> None:
    """Let units settle fields from now on; dossiers already received stay where they are.

    Every field with procedures must have a unit, and one that stands: an event of the ward's
    organisation tells which fields were given to whom.
    """

    def write() -> Facts:
        ward_id, today = occasion.ward_id, occasion.today
        known = routing.field_routes(ward_id, today)
        units = {one.id for one in routing.standing_units(ward_id, today)}
        for field in known:
            _check(field, chosen.get(field.code), units)
        changed = {
            field.code: unit_id
            for field in known
            if (unit_id := chosen.get(field.code))
            and (field.unit is None or field.unit.id != unit_id)
        }
        if not changed:
            raise RuleBroken("dossiers.routes.same", _("Chưa đổi gì. Sửa rồi lưu."))
        for code, unit_id in changed.items():
            Route.objects.update_or_create(
                ward_id=ward_id, field=code, defaults={"unit_id": unit_id}
            )
        return dict(changed)

    office.change(occasion, "office.set_route", write)
    transaction.on_commit(desk.routes.forget)


def _check(field: routing.FieldRoute, unit_id: UUID | None, units: set[UUID]) -> None:
    """Refuse a field that nobody would settle."""
    if unit_id is None:
        raise RuleBroken(
            "dossiers.routes.none",
            _("Chọn bộ phận giải quyết lĩnh vực %(field_name)s; chưa có thì mở ở trang Bộ máy."),
            field=field.code,
            field_name=field.name,
        )
    if unit_id in units:
        return
    if field.unit is not None and field.unit.id == unit_id and field.unit.valid_to is not None:
        raise RuleBroken(
            "dossiers.routes.ended",
            _("%(unit)s đã kết thúc ngày %(last)s. Chọn bộ phận đang có cho lĩnh vực này."),
            field=field.code,
            unit=field.unit.name,
            last=show_date(field.unit.valid_to),
        )
    raise RuleBroken(
        "dossiers.routes.unknown",
        _("Bộ phận này không có ở phường. Chọn trong danh sách."),
        field=field.code,
    )
