"""The ward, its host names, and the base of every row that belongs to a ward."""

import uuid
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelBase
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from phuong.kernel.wards.fields import WardForeignKey, WardLink
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.querysets import WardQuerySet


class Ward(models.Model):
    """A ward (phường) of this installation."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(_("tên phường"), max_length=200)
    place = models.CharField(_("địa danh"), max_length=100, blank=True)
    parent_name = models.CharField(_("cơ quan cấp trên"), max_length=200, blank=True)
    unit_code = models.CharField(_("mã đơn vị hành chính"), max_length=10)
    code_prefix = models.CharField(_("tiền tố mã hồ sơ"), max_length=20, unique=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    email = models.CharField(_("thư điện tử"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("dữ liệu mẫu"), default=False)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("phường")

    def __str__(self) -> str:
        return self.name


class WardHost(models.Model):
    """A host name by which a ward is reached."""

    host = models.CharField(_("tên máy"), max_length=253, primary_key=True)
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="hosts")

    class Meta:
        verbose_name = _("tên máy của phường")

    def __str__(self) -> str:
        return self.host


class WardOwnedBase(ModelBase):
    """Gives each ward-owned model its (ward, id) key and the constraint of each of its links."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any
    ) -> Any:
        """Make the class, then add the constraints to its options."""
        model: Any = super().__new__(cls, name, bases, attrs, **kwargs)
        meta = model._meta
        if meta.abstract or meta.proxy:
            return model
        table = meta.db_table
        constraints = [
            models.UniqueConstraint(fields=["ward", "id"], name=f"{table}_ward_id"),
            *(
                WardForeignKey(
                    name=f"{table}_{field.column}_ward",
                    column=field.column,
                    to_table=_table_of(field),
                )
                for field in meta.local_fields
                if isinstance(field, WardLink)
            ),
            *(
                WardForeignKey(name=f"{table}_{column}_row", column=column, to_table=to_table)
                for column, to_table in getattr(model, "SHARED_ROWS", {}).items()
            ),
        ]
        meta.constraints = [*meta.constraints, *constraints]
        meta.original_attrs["constraints"] = meta.constraints
        return model


def _table_of(field: WardLink) -> str:
    """Return the table a link points to, also while the other model is not made yet."""
    to: Any = field.remote_field.model
    if isinstance(to, str):
        if to == "self":
            return str(field.model._meta.db_table)
        app_label, _, model = to.lower().rpartition(".")
        return f"{app_label or field.model._meta.app_label}_{model}"
    return str(to._meta.db_table)


class WardOwned(models.Model, metaclass=WardOwnedBase):
    """A row that belongs to a ward for ever, with a key made by the application."""

    SHARED_ROWS: ClassVar[dict[str, str]] = {}

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+", db_index=False)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = WardQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a changed ward: it would become a second row."""
        loaded = self.__dict__.get("_loaded_ward")
        if loaded is not None and not self._state.adding and self.ward_id != loaded:
            raise ValueError("the ward of a saved row cannot change")
        super().save(*args, **kwargs)
        self.__dict__["_loaded_ward"] = self.ward_id

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember the ward a row was loaded with."""
        row = super().from_db(db, field_names, values, **options)
        row.__dict__["_loaded_ward"] = row.__dict__.get("ward_id")
        return row

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's own name
        """Say a choice in words. Django sorts out all choices anew for each row and asking."""
        value = getattr(self, field.attname)
        return force_str(_words_of(field).get(value, value), strings_only=True)

    @property
    def _owning_ward(self) -> int:
        return int(self.ward_id)

    def _get_unique_checks(self, *args: Any, **options: Any) -> Any:
        """Leave the key out: it is ours, and a look-up by it alone would name no ward."""
        checks, dates = super()._get_unique_checks(*args, **options)  # type: ignore[misc]
        return [check for check in checks if check[1] != ("id",)], dates

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *args: Any) -> Any:
        values = [value for value in values if value[0].attname != "ward_id"]
        mine = base_qs.filter(ward_id=self.ward_id)
        return super()._do_update(mine, using, pk_val, values, *args)


@cache
def _words_of(field: Any) -> dict[Any, Any]:
    """Return the words of a field's choices; they stay lazy, so each language has its own."""
    return dict(field.flatchoices)


def new_id() -> uuid.UUID:
    """Return a key for a row that does not exist yet."""
    return uuid7()
