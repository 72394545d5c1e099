"""Migrating forwards without drawing every model anew at each step.

Before every operation Django renders again all models that are related to the one that changes.
Here each is related to the ward, and so to all others: an empty database took half a minute of
work, nine tenths of it for classes that nobody looked at. What needs no new class is told to the
one that is there: a constraint, an index, a model that joins the others. Operations on fields, and
going back, are Django's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.models import BaseConstraint, Index


class Forwards(ProjectState):
    """The models as they stand between two operations; nobody looks back at an earlier state."""

    @classmethod
    def of(cls, state: ProjectState) -> "Forwards":
        """Go on from a state, with the classes that were rendered for it."""
        found = cls(dict(state.models), state.real_apps)
        found.is_delayed = state.is_delayed
        if "apps" in state.__dict__:
            found.__dict__["apps"] = state.apps
        return found

    def add_model(self, model_state: ModelState) -> None:
        """Render the new model; those it points to learn of it by themselves."""
        with self._without_rendering() as rendered:
            super().add_model(model_state)
        if rendered is not None:
            rendered.render_multiple([model_state])

    def add_constraint(self, app_label: str, model_name: str, constraint: BaseConstraint) -> None:
        """Add it, and tell the model."""
        with self._without_rendering() as rendered:
            super().add_constraint(app_label, model_name, constraint)
        self._tell(rendered, app_label, model_name, "constraints")

    def remove_constraint(self, app_label: str, model_name: str, constraint_name: str) -> None:
        """Remove it, and tell the model."""
        with self._without_rendering() as rendered:
            super().remove_constraint(app_label, model_name, constraint_name)
        self._tell(rendered, app_label, model_name, "constraints")

    def add_index(self, app_label: str, model_name: str, index: Index) -> None:
        """Add it, and tell the model."""
        with self._without_rendering() as rendered:
            super().add_index(app_label, model_name, index)
        self._tell(rendered, app_label, model_name, "indexes")

    def remove_index(self, app_label: str, model_name: str, index_name: str) -> None:
        """Remove it, and tell the model."""
        with self._without_rendering() as rendered:
            super().remove_index(app_label, model_name, index_name)
        self._tell(rendered, app_label, model_name, "indexes")

    @contextmanager
    def _without_rendering(self) -> Iterator[StateApps | None]:
        """Put the rendered classes aside: Django then changes the description alone."""
        rendered = self.__dict__.pop("apps", None)
        try:
            yield rendered
        finally:
            if rendered is not None:
                self.__dict__["apps"] = rendered

    def _tell(self, rendered: Any, app_label: str, model_name: str, option: str) -> None:
        if rendered is None:
            return
        options = rendered.get_model(app_label, model_name)._meta
        setattr(options, option, list(self.models[app_label, model_name].options[option]))
        options.__dict__.pop("total_unique_constraints", None)


class Executor(MigrationExecutor):
    """Django's own, but for how it keeps the models in mind on the way forwards."""

    def _migrate_all_forwards(self, state: ProjectState, *args: Any, **options: Any) -> Any:
        every: Any = super()
        return every._migrate_all_forwards(Forwards.of(state), *args, **options)
