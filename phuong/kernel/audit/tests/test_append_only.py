"""History is append-only in the database itself, also after a table was remade (invariant 6)."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from phuong.kernel.access.roles import Role
from phuong.kernel.audit import triggers
from phuong.kernel.audit.api import Event, note_reading, open_subject
from phuong.kernel.audit.jobs import seal
from tests.support.builders import MONDAY, make_unit, make_ward, official

TABLES = ("audit_event", "audit_reading", "audit_seal", "audit_sealleaf")


def history():
    """Leave a row in each append-only table."""
    ward = make_ward()
    reader = official(ward, Role.INSPECTOR)
    subject = open_subject(reader, "report", "0001", "citizen_reports.send")
    note_reading(reader, [subject.id], "handle")
    seal(ward.pk, MONDAY.date(), MONDAY)
    # PostgreSQL asks about links at COMMIT, and empties no table before it has asked.
    connection.check_constraints()
    return ward


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()


def refuses(statement, *parameters):
    with (
        pytest.raises(DatabaseError, match=triggers.MESSAGE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, parameters)


def assert_guarded(table):
    before = rows_of(table)
    assert before
    refuses(f"UPDATE {table} SET ward_id = ward_id")
    refuses(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        refuses(f"TRUNCATE {table} CASCADE")
    else:
        places = ", ".join(["%s"] * len(before[0]))
        refuses(f"REPLACE INTO {table} VALUES ({places})", *before[0])
    assert rows_of(table) == before


def test_the_append_only_tables_are_these():
    assert set(triggers.append_only_tables()) >= set(TABLES)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_or_remove_history(table):
    history()
    assert_guarded(table)


@pytest.mark.django_db
def test_django_cannot_change_or_remove_history_either():
    ward = history()
    event = Event.objects.of(ward).get()
    event.verb = "changed"
    for act in (
        event.save,
        event.delete,
        lambda: Event.objects.of(ward).update(verb="changed"),
        lambda: Event.objects.of(ward).delete(),
        lambda: Event.objects.bulk_create(
            [event], update_conflicts=True, update_fields=["verb"], unique_fields=["id"]
        ),
    ):
        with pytest.raises(DatabaseError, match=triggers.MESSAGE), transaction.atomic():
            act()
    event.refresh_from_db()
    assert event.verb == "citizen_reports.send"


@pytest.mark.django_db
def test_a_subject_with_history_cannot_be_removed():
    history()
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        cursor.execute("DELETE FROM audit_subject")
        with pytest.raises(DatabaseError):
            connection.check_constraints()
        cursor.execute("ROLLBACK TO SAVEPOINT here")


@pytest.mark.django_db
def test_nothing_is_missing_after_migrate_and_each_that_is_gone_is_named():
    assert triggers.missing() == []
    with connection.cursor() as cursor:
        table = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_no_delete{table}")
    assert triggers.missing() == ["audit_event_no_delete"]
    triggers.ensure()
    triggers.ensure()
    assert triggers.missing() == []


@pytest.mark.django_db
def test_a_trigger_that_is_switched_off_is_missing():
    if connection.vendor != "postgresql":
        return  # SQLite has no such switch.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_update")
    assert triggers.missing() == ["audit_event_no_update"]


def test_a_remade_table_is_guarded_again_after_migrate(committed_db):
    history()
    field = models.CharField(max_length=10, default="x")
    field.set_attributes_from_name("extra")
    with connection.schema_editor() as editor:
        editor.add_field(Event, field)
        editor.alter_field(Event, *_longer("verb"), strict=True)
        if connection.vendor == "sqlite":
            editor._remake_table(Event)
    if connection.vendor == "sqlite":
        # This is what the test is about: without a word the guards are gone.
        assert triggers.missing() == ["audit_event_no_delete", "audit_event_no_update"]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert_guarded("audit_event")


def test_a_remade_table_still_holds_its_rows_to_their_ward(committed_db):
    ours, theirs = make_ward("PA"), make_ward("PB")
    post = apps.get_model("people", "Post")
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(post)
            editor._remake_table(apps.get_model("people", "Unit"))
    official(theirs, Role.LEADER)
    foreign = apps.get_model("people", "Unit").objects.of(theirs).get()
    head = post.objects.of(theirs).get()
    for link in ({"unit_id": foreign.id}, {"superior_id": head.id, "unit": make_unit(ours)}):
        with pytest.raises(DatabaseError):
            post.objects.create(ward=ours, code="x", title="x", valid_from="2020-01-01", **link)


def test_the_guards_are_made_also_when_a_migration_fails(committed_db):
    with connection.cursor() as cursor:
        table = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_no_delete{table}")
    with pytest.raises(Exception, match="nothing_like_this"):
        call_command("migrate", "audit", "nothing_like_this", verbosity=0)
    assert triggers.missing() == []


def test_looking_at_the_plan_changes_nothing(committed_db, capsys):
    with connection.cursor() as cursor:
        table = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_no_delete{table}")
    call_command("migrate", plan=True)
    assert triggers.missing() == ["audit_event_no_delete"]


def _longer(name):
    old = Event._meta.get_field(name)
    new = old.clone()
    new.max_length += 10
    new.set_attributes_from_name(name)
    new.model = Event
    return old, new
