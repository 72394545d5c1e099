"""A synthetic ward is one that the real actions could have left: chains, figures, worklists."""

import time
from collections import Counter
from copy import copy
from datetime import date
from functools import partial
from itertools import count
from multiprocessing.pool import ThreadPool
from threading import Event as Signal

import pytest
from django.core.management import CommandError, call_command

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import State, models
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.delivery.generate.load import in_step, load
from phuong.kernel.audit import proof
from phuong.kernel.audit.api import Event
from phuong.kernel.measures.models import Summary
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.models import Ward
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import load_law_values

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 22)


@pytest.fixture
def ward():
    load_law_values()
    procedures.load([make_row(), make_row("ket-hon", limit_n=5)])
    procedures.forget()
    return load(wards_wanted=1, dossiers_each=300, seed=3, until=UNTIL)[0].ward


def test_every_chain_of_a_generated_ward_holds(ward):
    verdict = proof.verify(ward.pk)
    assert verdict.broken is None
    assert verdict.events == Event.objects.of(ward).count() > 900


def test_the_figures_of_a_generated_ward_equal_a_recount(ward):
    recount = Counter()
    for dossier in models.Dossier.objects.of(ward):
        recount.update(dossiers.cells(dossiers.counted(dossier)))
    stored = {
        (row.measure, row.field, row.unit_id, row.day): row.value
        for row in Summary.objects.of(ward)
    }
    assert stored == dict(recount)
    assert sum(n for cell, n in recount.items() if cell[0] == "dossiers.received") > 250


def test_the_work_items_of_a_generated_ward_are_those_that_acts_would_have_written(ward):
    wanted = {}
    for dossier in models.Dossier.objects.of(ward):
        who = dossiers.who_next(dossier, UNTIL)
        if who is not None:
            due_at = dossier.target_at if dossier.is_running else None
            wanted[dossier.id] = (who.post_id, who.person_id, dossier.state, due_at)
    items = WorkItem.objects.of(ward)
    assert wanted == {
        item.subject_id: (item.post_id, item.person_id, item.state, item.due_at) for item in items
    }
    assert len(wanted) > 15


def test_the_states_of_a_generated_ward_are_spread(ward):
    found = Counter(models.Dossier.objects.of(ward).values_list("state", flat=True))
    assert found[State.RETURNED] > 220
    assert len(found) >= 8


def test_the_next_number_of_a_generated_ward_is_free(ward):
    taken = models.Dossier.objects.of(ward).filter(received_on__isnull=False).order_by("-code")
    newest = taken[0]
    assert numbering.draw(ward, "dossier", newest.sent_at.date()) not in set(
        models.Dossier.objects.of(ward).values_list("code", flat=True)
    )


def test_chunks_of_any_size_make_the_same_rows(ward):
    from random import Random

    from phuong.delivery.generate import load as loading
    from phuong.delivery.generate.wards import make
    from phuong.delivery.generate.workshop import Workshop, addressees

    staff = make(Random("3"), 9, UNTIL)  # noqa: S311
    plan = loading._Load("3", UNTIL, staff)
    plans = list(plan._plans(40))
    shop = Workshop("3", staff, plan._calendar, plan._versions, addressees(staff, UNTIL))
    whole, first, rest = shop.tell(plans), shop.tell(plans[:7]), shop.tell(plans[7:])
    parts = first[0].rows(), rest[0].rows()
    assert {kind: parts[0][kind] + parts[1][kind] for kind in parts[0]} == whole[0].rows()
    assert first[1] + rest[1] == whole[1]


def test_the_command_is_dry_without_apply(capsys):
    call_command("generate", "--dossiers", "10")
    assert "would be made" in capsys.readouterr().out
    assert not Ward.objects.exists()
    with pytest.raises(CommandError):
        call_command("generate", "--dossiers", "0")


def test_without_procedures_the_command_says_what_to_run():
    load_law_values()
    with pytest.raises(CommandError, match="load-procedures"):
        call_command("generate", "--dossiers", "5", "--jobs", "1", "--apply")


def test_no_more_is_made_ahead_than_was_said_and_all_of_it_comes_in_order():
    drawn, taken, far = count(), [], []
    given = (next(drawn) for _each in range(60))
    with ThreadPool(2) as pool:
        for made in in_step(given, partial(pool.imap, lambda one: one * 10), 6, Signal()):
            time.sleep(0.002)
            taken.append(made)
            far.append(copy(drawn))
    assert taken == [one * 10 for one in range(60)]
    ahead = [next(number) - place for place, number in enumerate(far, start=1)]
    assert max(ahead) <= 6


def test_a_load_that_breaks_off_ends_at_once_whoever_is_ahead_of_it():
    begun, over = time.monotonic(), Signal()

    def break_off():
        with ThreadPool(2) as pool:
            try:
                for _made in in_step(iter(range(60)), partial(pool.imap, str), 2, over):
                    time.sleep(0.05)
                    raise KeyboardInterrupt
            finally:
                over.set()

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert time.monotonic() - begun < 5
