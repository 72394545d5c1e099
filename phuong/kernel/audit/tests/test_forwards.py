"""On the way forwards the models are kept up to date, not drawn anew, and end up the same."""

import pytest
from django.core.management.commands import migrate
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from phuong.kernel.audit import forwards


def described(model):
    """Return what the rendered class knows: fields, ties, constraints and indexes."""
    options = model._meta
    return {
        "fields": [field.deconstruct() for field in options.local_fields],
        "ties": {
            (one.related_model._meta.label, one.field.name, one.model._meta.label)
            for one in options.related_objects
        },
        "constraints": [one.deconstruct() for one in options.constraints],
        "unique": [one.name for one in options.total_unique_constraints],
        "indexes": [one.deconstruct() for one in options.indexes],
    }


@pytest.mark.slow
def test_at_the_end_every_model_is_as_django_renders_it():
    loader = MigrationLoader(None)
    state = forwards.Forwards.of(ProjectState(real_apps=loader.unmigrated_apps))
    assert state.apps.get_models() == []
    plans = [loader.graph.forwards_plan(leaf) for leaf in loader.graph.leaf_nodes()]
    for key in dict.fromkeys(key for plan in plans for key in plan):
        loader.graph.nodes[key].mutate_state(state, preserve=False)
        for name, wanted in state.models.items():
            known = state.apps.get_model(*name)._meta
            for option in ("constraints", "indexes"):
                assert getattr(known, option) == wanted.options.get(option, []), (key, name)
    kept, fresh = state.apps, loader.project_state().apps
    assert len(kept.get_models()) == len(fresh.get_models()) > 90
    for model in fresh.get_models():
        mine = kept.get_model(model._meta.label)
        assert described(mine) == described(model)
    # Where a class of an earlier step may still be pointed to, steps with rows get new ones.
    assert state.is_delayed
    state.clear_delayed_apps_cache()
    assert state.apps is not kept


def test_it_is_still_known_which_classes_are_behind():
    before = ProjectState()
    before.is_delayed = True
    assert forwards.Forwards.of(before).is_delayed


def test_phuong_migrates_this_way():
    from phuong.kernel.audit.management.commands.migrate import Command

    assert issubclass(Command, migrate.Command)
    assert migrate.MigrationExecutor is forwards.Executor
