"""Making many tables in one step of a migration.

Django draws every related model again after each step of a migration, and in a record where everything is related
to a person that is every model: a hundred steps took a quarter of a minute. Together they take one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class ChangeTables(Operation):
    """Make several changes of tables in one step: fields and constraints that are added, none of which leans on another."""

    reversible = True

    def __init__(self, changes: Sequence[Operation]) -> None:
        self.changes = changes

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Make every change, with none drawn until all are made."""
        state.__dict__.pop("apps", None)
        for change in self.changes:
            change.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make every change, in the order given."""
        for change in self.changes:
            change.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo every change, in the opposite order."""
        for change in reversed(self.changes):
            change.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does, for `migrate --plan`."""
        return f"Make {len(self.changes)} changes: {'; '.join(change.describe() for change in self.changes)}"


class CreateTables(Operation):
    """Create several tables, each whole: fields, constraints and indexes are all in its CreateModel."""

    reversible = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add every model, with none drawn until all are there."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create every table, in the order given."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove every table, in the opposite order."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does, for `migrate --plan`."""
        return f"Create {len(self.tables)} tables: {', '.join(table.name for table in self.tables)}"
