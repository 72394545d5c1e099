"""What is written in bulk is what the real actions would have written."""

import re
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from phuong.areas.procedures.models import Field
from phuong.delivery.generate.chains import Chain, Witness, said_code, said_moment
from phuong.delivery.generate.links import checked_at_the_end
from phuong.delivery.generate.sheets import Book, blank
from phuong.delivery.generate.wards import Officer
from phuong.kernel.audit import trail
from phuong.kernel.audit.api import Code, Event, Subject
from phuong.kernel.audit.models import GENESIS
from phuong.kernel.wards.identifiers import uuid7
from tests.support.builders import make_ward

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 3, 4, 5, UTC)


def subject(ward, code, **values):
    known = {"ward_id": ward.pk, "id": uuid7(), "kind": "dossier", "code": code, "head": GENESIS}
    return known | values


def load(book):
    with transaction.atomic():
        with checked_at_the_end([Subject, Event]):
            book.write()
        connection.check_constraints()


def links_of(table):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return {tuple(one["columns"]) for one in found.values() if one["foreign_key"]}


@pytest.mark.parametrize("text", ["a\\b", "a\tb", "a\nb", "a\rb", "\\N", "\x02", "Trả %s", ""])
def test_every_text_comes_back_as_it_was(text):
    book = Book(Field)
    book.add(Field, {"id": uuid7(), "code": "x", "name": text})
    book.add(Field, {"id": uuid7(), "code": "y", "name": "y"})
    assert book.write() == 2
    assert Field.objects.get(code="x").name == text


def test_the_text_of_an_event_is_the_audits_own():
    ward, by = make_ward(), Officer(uuid7(), "tiep-nhan-1")
    book, subject_id = Book(Subject, Event), uuid7()
    chain = Chain(Random(1), book, ward.pk, subject_id)  # noqa: S311
    chain.tell("dossiers.send", None, AT, {"code": said_code("A%1"), "files": "null"})
    chain.tell("dossiers.receive", by, AT, {"promise": said_moment(AT), "papers": "2"})
    chain.close("dossier", "A1")
    book.write()
    first, second = Event.objects.of(ward).order_by("seq")
    nobody = Witness(ward.pk, None, "citizen", AT)
    facts = {"files": None, "code": Code("A%1")}
    assert first.body == trail.body_of(nobody, subject_id, 1, "dossiers.send", facts, GENESIS)
    somebody = Witness(ward.pk, by.person_id, "tiep-nhan-1", AT)
    facts = {"papers": 2, "promise": AT}
    wanted = trail.body_of(somebody, subject_id, 2, "dossiers.receive", facts, first.hash)
    assert (second.body, second.at, second.actor_id) == (wanted, AT, by.person_id)


def test_a_link_to_nothing_undoes_the_load_and_the_links_stand_again():
    ward, links = make_ward(), links_of("audit_event")
    assert len(links) >= 2
    book, lost = Book(Subject, Event), uuid7()
    chain = Chain(Random(1), book, ward.pk, lost)  # noqa: S311
    chain.tell("dossiers.send", None, AT, {})
    with pytest.raises(IntegrityError, match=re.compile("foreign key", re.IGNORECASE)):
        load(book)
    assert not Event.objects.of(ward).exists()
    book.add(Subject, subject(ward, "A1"))
    load(book)
    assert links_of("audit_event") == links


def test_a_made_row_has_the_defaults_of_its_model_and_a_column_that_is_none_is_refused():
    ward = make_ward()
    made, born = blank(Subject, **subject(ward, "A1")), Subject(**subject(ward, "A1"))
    for field in Subject._meta.concrete_fields:
        if field.attname != "id":
            assert getattr(made, field.attname) == getattr(born, field.attname), field
    with pytest.raises(ValueError, match="colour"):
        Book(Subject).add(Subject, {"colour": "red"})
