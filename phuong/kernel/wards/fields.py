"""`WardLink` and the constraint that comes with it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
)
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode
from django.utils.functional import cached_property

from phuong.kernel.wards.querysets import WardQuerySet

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class OtherWard(ValidationError):
    """A row of another ward was put into a link: the caller's fault, caught before the database."""


def _within_wards_of(rows: Iterable[Any], queryset: Any) -> Any:
    """Narrow a prefetch to the wards of the rows that it is made for."""
    wards = {row.ward_id for row in rows}
    if len(wards) == 1:
        return queryset.filter(ward_id=wards.pop())
    # Rows of several wards come of a query that said so; what belongs to them follows it.
    crossing = queryset.country_wide() if isinstance(queryset, WardQuerySet) else queryset
    return crossing.filter(ward_id__in=wards)


class WardLinkDescriptor(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """Refuses a row of another ward at assignment; a new row takes the ward of what it links to."""

    def __set__(self, instance: Any, value: Any) -> None:
        """Set the link."""
        theirs = getattr(value, "ward_id", None)
        if theirs is not None:
            if instance.ward_id is None:
                instance.ward_id = theirs
            elif theirs != instance.ward_id:
                raise OtherWard(
                    f"{instance._meta.label}.{self.field.name}: row of ward {theirs},"
                    f" expected {instance.ward_id}",
                    code="wards.other-ward",
                )
        super().__set__(instance, value)

    def get_prefetch_querysets(
        self, instances: list[Any], querysets: list[Any] | None = None
    ) -> Any:
        """Prefetch what rows link to, within their ward."""
        queryset = querysets[0] if querysets else self.get_queryset()  # type: ignore[call-arg]
        within = _within_wards_of(instances, queryset)
        return super().get_prefetch_querysets(instances, [within])


class WardReverseDescriptor(ReverseManyToOneDescriptor):  # type: ignore[type-arg]
    """Follows a link back, within the ward."""

    @cached_property
    def related_manager_cls(self) -> Any:
        """Django's manager of the rows that link here; its prefetch names the ward."""
        django_manager: Any = super().related_manager_cls

        class WardRelatedManager(django_manager):  # type: ignore[misc]
            def get_prefetch_querysets(
                self, instances: list[Any], querysets: list[Any] | None = None
            ) -> Any:
                queryset = querysets[0] if querysets else self.model._default_manager.all()
                if not queryset.query.is_sliced:
                    queryset = _within_wards_of(instances, queryset)
                return super().get_prefetch_querysets(instances, [queryset])

        return WardRelatedManager


class WardLink(models.ForeignKey):  # type: ignore[type-arg]
    """An ordinary foreign key whose joins also say that both rows belong to one ward."""

    forward_related_accessor_class = WardLinkDescriptor
    related_accessor_class = WardReverseDescriptor

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        """Take what a foreign key takes; PROTECT, no index and no plain constraint by default."""
        options |= {"db_constraint": False}
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        """Leave out what is always so, so that a migration reads `WardLink("…")`."""
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        if options.get("db_index") is False:
            options.pop("db_index")
        return name, path, args, options

    def get_extra_restriction(self, alias: Any, related_alias: Any) -> WhereNode | None:
        """Add "and both rows belong to one ward" to every join."""
        if alias is None or related_alias is None:
            return None  # A trimmed subquery: its outer side has no name here.
        theirs: Any = self.remote_field.model._meta.get_field("ward")
        mine: Any = self.model._meta.get_field("ward")
        same: Any = Exact(theirs.get_col(alias), mine.get_col(related_alias))
        return WhereNode([same])

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        """Follow the link within the ward."""
        return {"ward_id": instance.ward_id}


class WardForeignKey(models.BaseConstraint):
    """FOREIGN KEY (ward, link) → (ward, id): the database's half of a `WardLink`.

    It names the table, not the model: SQLite remakes tables with an empty registry of models.
    """

    def __init__(self, *, name: str, column: str, to_table: str) -> None:
        """Bind `column` of this table, together with its ward, to a row of `to_table`."""
        super().__init__(name=name)
        self.column = column
        self.to_table = to_table

    def _clause(self, editor: "BaseDatabaseSchemaEditor") -> str:
        quote = editor.quote_name
        return (
            f"FOREIGN KEY ({quote('ward_id')}, {quote(self.column)})"
            f" REFERENCES {quote(self.to_table)} ({quote('ward_id')}, {quote('id')})"
            " DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return the clause of CREATE TABLE; elsewhere than on SQLite it is added afterwards."""
        if schema_editor.connection.vendor != "sqlite":
            return self.create_sql(model, schema_editor)
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._clause(schema_editor)}"

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Put ALTER TABLE … ADD CONSTRAINT at the migration's end, when both keys are there."""
        quote = schema_editor.quote_name
        schema_editor.deferred_sql.append(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)}"
            f" {self._clause(schema_editor)}"
        )
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return ALTER TABLE … DROP CONSTRAINT."""
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: Any, **options: Any) -> None:
        """Leave it to the database: a form has nothing to say about it."""

    def deconstruct(self) -> Any:
        """Return what a migration writes."""
        path, args, options = super().deconstruct()
        return path, args, {**options, "column": self.column, "to_table": self.to_table}

    def __eq__(self, other: object) -> bool:
        """Compare by what they do."""
        if isinstance(other, WardForeignKey):
            return bool(self.deconstruct() == other.deconstruct())
        return NotImplemented

    def __hash__(self) -> int:
        """Hash by name."""
        return hash(self.name)
