"""Rules of the schema: every row of a ward is bound to its ward (scale.md §5, rules 1 to 5)."""

import uuid
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from phuong.kernel.wards.fields import WardForeignKey, WardLink
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import Ward, WardOwned

LONGEST_NAME = 63  # PostgreSQL cuts longer names without a word.


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("phuong.")]


def broken_rules(model: type[models.Model]) -> list[str]:
    """Return in words what a model breaks."""
    owned = issubclass(model, WardOwned)
    found = list(_links(model))
    if owned:
        found += _keys(model)
        found += _uniqueness(model)
        found += _indexes(model)
    elif any(
        # Shared reference data may have rows of one ward's own: there the ward may be missing.
        _is_row_link(field, Ward) and field.name == "ward" and not field.null
        for field in model._meta.fields
    ):
        found += _half_owned(model)
    return [f"{model._meta.label}: {words}" for words in found]


def _keys(model: type[models.Model]) -> Iterable[str]:
    ward, key = model._meta.get_field("ward"), model._meta.get_field("id")
    if ward.null or not _is_row_link(ward, Ward):
        yield "the ward may be missing"
    if not (isinstance(key, models.UUIDField) and key.primary_key and key.default is uuid7):
        yield "the key is not a UUIDv7 of ours"
    if model._meta.parents:
        yield "inherits the table of another model"
    if ("ward", "id") not in {
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    }:
        yield "has no unique (ward, id)"


def _uniqueness(model: type[models.Model]) -> Iterable[str]:
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield f"{field.name} is unique across wards"
        if field.unique_for_date or field.unique_for_month or field.unique_for_year:
            yield f"{field.name} is unique for a day across wards"
    for group in model._meta.unique_together:
        if "ward" not in group:
            yield f"{group} is unique across wards"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "ward" not in constraint.fields:
            yield f"{constraint.name} is unique across wards"


def _links(model: type[models.Model]) -> Iterable[str]:
    owned = issubclass(model, WardOwned)
    bound = {
        (constraint.column, constraint.to_table)
        for constraint in model._meta.constraints
        if isinstance(constraint, WardForeignKey)
    }
    for field in model._meta.local_fields:
        if not field.is_relation or not issubclass(field.related_model, WardOwned):
            continue
        if not owned:
            yield f"{field.name} leads from a row of no ward to one of a ward"
        elif not isinstance(field, WardLink) or field.one_to_one:
            yield f"{field.name} is not a WardLink"
        elif (field.column, field.related_model._meta.db_table) not in bound:
            yield f"{field.name} is not held to its ward by the database"
    for many in model._meta.local_many_to_many:
        if owned or issubclass(many.related_model, WardOwned):
            yield f"{many.name} makes a table without a ward: write the model between"
    for name in (named.name for named in [*model._meta.constraints, *model._meta.indexes]):
        if len(name) > LONGEST_NAME:
            yield f"{name} is longer than {LONGEST_NAME} letters"


def _indexes(model: type[models.Model]) -> Iterable[str]:
    for index in model._meta.indexes:
        if not index.fields or index.fields[0] != "ward":
            yield f"{index.name} does not begin with the ward"
    for field in model._meta.local_fields:
        if field.db_index and not field.primary_key:
            yield f"{field.name} has an index that does not begin with the ward"


def _half_owned(model: type[models.Model]) -> Iterable[str]:
    """A row with a ward and no key of its own is keyed by its ward first; hosts are global."""
    key = model._meta.pk
    names = key.field_names if isinstance(key, models.CompositePrimaryKey) else (key.name,)
    if model._meta.label != "wards.WardHost" and names[0] != "ward_id":
        yield "belongs to a ward and is not WardOwned"


def _is_row_link(field: models.Field, model: type[models.Model]) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is model


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_keeps_the_rules(model):
    assert broken_rules(model) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [model for model in our_models() if issubclass(model, WardOwned)],
    ids=lambda model: model._meta.label,
)
def test_in_the_database_too_every_index_begins_with_the_ward(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    astray = {
        name: made["columns"]
        for name, made in found.items()
        if made["index"] or made["unique"]
        if not made["primary_key"] and (not made["columns"] or made["columns"][0] != "ward_id")
    }
    # SQLite keeps the key's own index under a name of its own.
    astray = {name: columns for name, columns in astray.items() if columns != ["id"]}
    assert astray == {}


class TestEachRuleIsSeenWhenItIsBroken:
    """The check itself, on models made to break one rule each."""

    @isolate_apps("phuong.kernel.wards")
    def test_a_unique_field(self):
        class Wrong(WardOwned):
            code = models.CharField(max_length=9, unique=True)

            class Meta:
                app_label = "wards"

        assert broken_rules(Wrong) == ["wards.Wrong: code is unique across wards"]

    @isolate_apps("phuong.kernel.wards")
    def test_a_unique_constraint_and_an_index_without_the_ward(self):
        class Wrong(WardOwned):
            code = models.CharField(max_length=9)

            class Meta:
                app_label = "wards"
                constraints = [models.UniqueConstraint(fields=["code"], name="wrong_code")]
                indexes = [models.Index(fields=["code"], name="wrong_index")]

        assert broken_rules(Wrong) == [
            "wards.Wrong: wrong_code is unique across wards",
            "wards.Wrong: wrong_index does not begin with the ward",
        ]

    @isolate_apps("phuong.kernel.wards")
    def test_a_plain_foreign_key_one_to_one_and_many_to_many_between_rows_of_wards(self):
        class Other(WardOwned):
            class Meta:
                app_label = "wards"

        class Wrong(WardOwned):
            plain = models.ForeignKey(Other, models.PROTECT, related_name="+", db_index=False)
            single = models.OneToOneField(Other, models.PROTECT, related_name="+", db_index=False)
            many = models.ManyToManyField(Other, related_name="+")

            class Meta:
                app_label = "wards"

        assert broken_rules(Other) == []
        assert set(broken_rules(Wrong)) >= {
            "wards.Wrong: plain is not a WardLink",
            "wards.Wrong: single is not a WardLink",
            "wards.Wrong: single is unique across wards",
            "wards.Wrong: many makes a table without a ward: write the model between",
        }

    @isolate_apps("phuong.kernel.wards")
    def test_a_link_from_a_catalogue_to_a_row_of_a_ward(self):
        class Other(WardOwned):
            class Meta:
                app_label = "wards"

        class Catalogue(models.Model):
            row = models.ForeignKey(Other, models.PROTECT, related_name="+")

            class Meta:
                app_label = "wards"

            def __str__(self) -> str:
                return ""

        assert broken_rules(Catalogue) == [
            "wards.Catalogue: row leads from a row of no ward to one of a ward"
        ]

    @isolate_apps("phuong.kernel.wards")
    def test_a_row_with_a_ward_that_is_not_ward_owned(self):
        class Wrong(models.Model):
            ward = models.ForeignKey(Ward, models.PROTECT, related_name="+")

            class Meta:
                app_label = "wards"

            def __str__(self) -> str:
                return ""

        assert broken_rules(Wrong) == ["wards.Wrong: belongs to a ward and is not WardOwned"]

    @isolate_apps("phuong.kernel.wards")
    def test_a_key_that_others_make(self):
        class Wrong(WardOwned):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)

            class Meta:
                app_label = "wards"

        assert broken_rules(Wrong) == ["wards.Wrong: the key is not a UUIDv7 of ours"]

    @isolate_apps("phuong.kernel.wards")
    def test_a_link_whose_constraint_went_missing(self):
        class Other(WardOwned):
            class Meta:
                app_label = "wards"

        class Wrong(WardOwned):
            other = WardLink(Other, related_name="+")

            class Meta:
                app_label = "wards"

        assert broken_rules(Wrong) == []
        Wrong._meta.constraints = [
            constraint
            for constraint in Wrong._meta.constraints
            if not isinstance(constraint, WardForeignKey)
        ]
        assert broken_rules(Wrong) == ["wards.Wrong: other is not held to its ward by the database"]

    @isolate_apps("phuong.kernel.wards")
    def test_links_named_by_words_reach_the_right_table(self):
        class Wrong(WardOwned):
            itself = WardLink("self", related_name="+")
            later = WardLink("Later", related_name="+")
            elsewhere = WardLink("wards.Later", related_name="+")

            class Meta:
                app_label = "wards"

        class Later(WardOwned):
            class Meta:
                app_label = "wards"

        assert broken_rules(Wrong) == broken_rules(Later) == []
