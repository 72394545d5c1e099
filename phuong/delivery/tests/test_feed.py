"""The day's figures for the country: whole or not there, held to their manifest, asked in SQL."""

import json
from datetime import date

import duckdb
import pytest
from django.core.management import CommandError, call_command

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.delivery.feed import asking
from phuong.delivery.feed.making import MANIFEST, write
from phuong.kernel.errors import RuleBroken
from phuong.kernel.measures.api import stored
from phuong.kernel.measures.jobs import fold
from phuong.kernel.wards.models import Ward
from tests.support.builders import NEXT_MONDAY, load_law_values

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def desks():
    load_law_values()
    desks = [make_desk("PM"), make_desk("TA")]
    Ward.objects.filter(pk=desks[1].ward.pk).update(unit_code="31144", parent_name="Thành phố TA")
    for desk in desks:
        make_dossier(desk, State.RETURNED)
        take_in(desk)
    fold(desks[0].ward.pk)
    return desks


@pytest.fixture
def feed(desks, tmp_path):
    return write(tmp_path / "feed", DAY, NEXT_MONDAY)


def answers(name, *feeds):
    columns, rows = asking.ask(name, feeds)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def refused(code, act, *given):
    with pytest.raises(RuleBroken) as refusal:
        act(*given)
    assert refusal.value.code == code


def test_the_feed_holds_every_cell_of_every_ward_folded_or_pending(desks, feed):
    with duckdb.connect() as here:
        told = here.execute(f"SELECT ward, SUM(value) FROM '{feed}/cells.parquet' GROUP BY ward")
        wards = dict(told.fetchall())
    codes = {desk.ward.pk: code for desk, code in zip(desks, ("31135", "31144"), strict=True)}
    assert wards == {code: sum(stored(pk).values()) for pk, code in codes.items()}


def test_the_manifest_counts_the_rows_and_hashes_the_files(feed):
    manifest = asking.check(feed)
    assert manifest["wards"] == ["31135", "31144"]
    with duckdb.connect() as here:
        for file in manifest["files"]:
            counted = here.execute(f"SELECT COUNT(*) FROM '{feed / file['name']}'").fetchone()
            assert counted == (file["rows"],)
            assert file["rows"] > 0


def test_no_key_and_no_word_of_a_person_is_in_a_feed(desks, feed):
    with duckdb.connect() as here:
        for name in ("cells", "spans"):
            told = here.execute(f"SELECT * FROM '{feed / name}.parquet'").fetchall()
            words = {str(value) for row in told for value in row}
            assert not any("Hường" in word or "PM-" in word for word in words)


@pytest.mark.parametrize("name", sorted(asking.questions()))
def test_every_question_says_what_it_asks_and_is_answered(feed, name):
    assert asking.questions()[name]
    columns, _rows = asking.ask(name, [feed])
    assert columns


def test_a_question_of_the_country_is_the_sum_of_its_wards(feed):
    by_province = answers("on_time_by_province", feed)
    assert [(one["finished"], one["on_time"]) for one in by_province] == [(1, 1), (1, 1)]
    assert {one["province"] for one in by_province} == {"Thành phố PM", "Thành phố TA"}
    assert sum(one["received"] for one in answers("received_by_field", feed)) == 4


def test_the_day_of_the_feed_is_not_the_day_of_its_rows(tmp_path, feed):
    lines = [f"T,31135,dossiers.on_time,ho-tich,,2026-{month}-03,7" for month in ("09", "10")]
    cells = tmp_path / "cells.csv"
    cells.write_text("province,ward,measure,field,unit,day,value\n" + "\n".join(lines))
    put_in(feed, "cells", cells)
    found = answers("on_time_by_province", feed)
    assert [one["month"] for one in found] == [date(2026, 9, 1), date(2026, 10, 1)]


def put_in(feed, table, rows):
    """Let a feed hold other rows of a table, by a manifest that says nothing of them."""
    with duckdb.connect() as here:
        here.execute(f"COPY (FROM '{rows}') TO '{feed}/{table}.parquet' (FORMAT parquet)")
    manifest = json.loads((feed / MANIFEST).read_text())
    manifest["files"] = [one for one in manifest["files"] if one["name"] != f"{table}.parquet"]
    (feed / MANIFEST).write_text(json.dumps(manifest))


def test_the_usual_time_is_the_median_of_all_dossiers(tmp_path, desks, feed):
    spans = tmp_path / "spans.csv"
    lines = [f"T,31135,khai-sinh,working_day,2026-11-01,{used},{n}" for used, n in WEIGHTS]
    spans.write_text("province,ward,procedure,counted_in,month,used,n\n" + "\n".join(lines))
    put_in(feed, "spans", spans)
    (usual,) = answers("usual_time", feed)
    assert (usual["dossiers"], usual["median"], usual["ninth_decile"]) == (200, 2, 5)


WEIGHTS = [(1, 60), (2, 80), (3, 20), (5, 30), (9, 10)]


def test_a_file_that_was_changed_on_its_way_is_refused(feed):
    with (feed / "cells.parquet").open("ab") as file:
        file.write(b"x")
    refused("feed.altered", asking.ask, "received_by_field", [feed])


def test_a_file_that_is_missing_is_refused(feed):
    (feed / "spans.parquet").unlink()
    refused("feed.altered", asking.ask, "received_by_field", [feed])


def test_a_feed_without_its_manifest_is_none(feed):
    (feed / MANIFEST).unlink()
    refused("feed.none", asking.newest, feed.parent)


def test_the_same_ward_from_two_places_is_refused(feed, tmp_path):
    again = write(tmp_path / "other", DAY, NEXT_MONDAY)
    refused("feed.twice", asking.ask, "received_by_field", [feed, again])


def test_a_second_feed_of_a_day_takes_the_place_of_the_first(desks, feed):
    take_in(desks[0])
    again = write(feed.parent, DAY, NEXT_MONDAY)
    assert again == feed
    assert sum(one["received"] for one in answers("received_by_field", feed)) == 5
    assert [one.name for one in feed.parent.iterdir()] == [feed.name]


def test_the_newest_day_is_taken(desks, feed):
    later = write(feed.parent, date(2026, 11, 24), NEXT_MONDAY)
    assert asking.newest(feed.parent) == later


def test_nothing_is_written_where_there_is_no_ward(tmp_path):
    refused("feed.no-ward", write, tmp_path, DAY, NEXT_MONDAY)
    assert list(tmp_path.iterdir()) == []


def test_the_commands_write_list_and_answer(desks, tmp_path, capsys):
    call_command("feed", str(tmp_path), day=DAY)
    call_command("country", list=True)
    call_command("country", "received_by_field", str(tmp_path), json=True)
    told = capsys.readouterr().out
    assert "usual_time" in told
    assert json.loads(told.splitlines()[-1])[0]["wards"] == 2
    call_command("country", "received_by_field", str(tmp_path), csv=True)
    call_command("country", "received_by_field", str(tmp_path))
    assert "field,received,wards" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--list"):
        call_command("country", "nothing", str(tmp_path))
    with pytest.raises(CommandError):
        call_command("country", "usual_time")
