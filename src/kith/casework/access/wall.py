"""The second wall: PostgreSQL's row-level security behind every page.

Web and worker processes act as the role `kith_web`, which owns nothing. `enter` says, for one transaction, who is
acting; the policies then show only the rows which that worker may see, whatever query is run. Each table is either
behind the wall by one of the ways below or listed as open with the reason; a test fails for a table that is neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from kith.casework.access.rights import BY_RELATION, Right, reach
from kith.casework.access.roles import Role

WEB_ROLE = "kith_web"
CASEWORK = Path(__file__).resolve().parents[1]
FUNCTIONS = "\n".join(
    (CASEWORK / file).read_text(encoding="utf-8")
    for file in (
        "access/wall.sql",
        "people/search.sql",
        "people/descent.sql",
        "access/reviewing.sql",
        "timeline/clocks.sql",
        "timeline/chronology.sql",
        "timeline/never_in_a_copy.sql",
        "workforce/figures.sql",
        "plans/plan.sql",
        "family_help/family_help.sql",
        "family_help/interventions.sql",
        "protection/protection.sql",
        "protection/papers.sql",
        "protection/core_group.sql",
        "protection/overview.sql",
        "protection/protection_figures.sql",
        "protection/outside.sql",
        "protection/own.sql",
        "care/care.sql",
        "care/adoption.sql",
        "care/siblings.sql",
        "care/moves.sql",
        "care/stability_figures.sql",
        "care/homes.sql",
        "care/visits.sql",
        "care/reviews.sql",
        "care/plans_and_approvals.sql",
    )
)


@dataclass(frozen=True)
class Behind:
    """A table behind the wall.

    `column` holds the person whose record the row is part of (a null is nobody's, and open); `through` names
    instead other tables, each as (table, its column that points here, this table's own column): the row is
    visible with any row of theirs, and, where `loose`, for as long as it has none: it is nobody's record yet.
    `depth` is 'basics' for what tells one person from another, 'record' for the rest.
    """

    column: str = ""
    all_of: tuple[str, ...] = ()  # columns that name people, every one of whom must be seen
    through: tuple[tuple[str, str, str], ...] = ()
    loose: bool = False
    depth: str = "record"
    also: str = (
        ""  # a further condition in SQL that opens the row; `{table}` in it is the table, or its history's
    )

    def condition(self, table: str) -> str:
        """Return the policy's condition for one table."""
        ways = []
        if self.column:
            person = f"{table}.{self.column}"
            is_the_person = table == "people_person" or table == "people_personevent"
            normal = f"{table}.restriction = 'normal'" if is_the_person else f"kith_is_normal({person})"
            # Of some who see the basics of anybody, the record only of those whom they hold.
            within = f"kith_is_within_reach({person})" if self.depth == "record" else normal
            ways.append(f"{person} IS NULL OR {_sees(person, self.depth, within)}")
        if self.all_of:
            known = "kith_is_within_reach" if self.depth == "record" else "kith_is_normal"
            people = [f"{table}.{column}" for column in self.all_of]
            seen = [f"({_sees(person, self.depth, f'{known}({person})')})" for person in people]
            ways.append(f"({' AND '.join(seen)})")
        for other, there, here in self.through:
            # Table and column names are our own, from the registry; nobody types them.
            ways.append(f"EXISTS (SELECT 1 FROM {other} o WHERE o.{there} = {table}.{here})")  # noqa: S608
            if self.loose:
                ways.append(f"kith_is_loose_{other}({table}.{here})")
        if self.also:
            ways.append(f"({self.also.replace('{table}', table)})")
        return " OR ".join(ways)


def _sees(person: str, depth: str, within: str) -> str:
    """Return the condition that the acting worker sees one person's rows.

    Spelt out in each policy and not called as a function, so that PostgreSQL reads the settings once a query.
    """
    reaches = {"basics": "('record', 'basics', 'held')", "record": "('record', 'held')"}[depth]
    return (
        f"{person} = ANY ((SELECT kith_numbers('kith.granted'))::bigint[])"
        f" OR ((SELECT kith_setting('kith.reach')) IN {reaches}"
        f" AND NOT {person} = ANY ((SELECT kith_numbers('kith.own_family'))::bigint[]) AND {within})"
    )


def people_rows(depth: str, column: str = "person_id") -> Behind:
    """Return the commonest way: one column that names the person."""
    return Behind(column=column, depth=depth)


def registry() -> dict[str, Behind]:
    """Return every table behind the wall, gathered from the rooms' own `walls` modules."""
    return {table: behind for room in _walls_of_rooms() for table, behind in room.WALLS.items()}


def open_tables() -> dict[str, str]:
    """Return every casework table that is outside the wall, with the reason."""
    return {table: reason for room in _walls_of_rooms() for table, reason in room.OPEN.items()}


def _walls_of_rooms() -> list[Any]:
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("kith.casework.")]
    return [import_module(f"{name}.walls") for name in names]


def event_model_of(model: type[models.Model]) -> type[models.Model] | None:
    """Return the history table's model of a recorded model, or None."""
    name = f"{model.__name__}Event"
    try:
        return apps.get_model(model._meta.app_label, name)
    except LookupError:
        return None


def build(**_: Any) -> None:
    """Put every table behind the wall as the registry says: run after each migration, any number of times."""
    statements: list[str] = [FUNCTIONS]
    tables = {model._meta.db_table: model for model in apps.get_models() if _is_casework(model)}
    if not set(connection.introspection.table_names()) >= set(tables):
        return  # part of the way through migrating
    pointing = {
        (other, there) for behind in registry().values() if behind.loose for other, there, _ in behind.through
    }
    for other, there in sorted(pointing | {("front_door_contactperson", "contact_id")}):
        statements.append(_looseness(other, there))
    for table, behind in registry().items():
        statements.append(_policy(table, behind.condition(table)))
        history = event_model_of(tables[table])
        if history is not None:
            # A history row keeps the columns of the row it is of, its number among them, under the same names.
            name = history._meta.db_table
            statements.append(_policy(name, behind.condition(name)))
    for table, model in tables.items():
        if _is_history(model):
            statements.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE};")
    statements.append(
        f"REVOKE ALL ON access_auditchain, people_nameword FROM {WEB_ROLE};"
        f"REVOKE UPDATE, DELETE, TRUNCATE ON access_auditentry FROM {WEB_ROLE};"
    )
    # Several test databases on one server are built at once, and roles are the server's: one at a time.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kith wall'))")
        cursor.execute("\n".join(statements))


def _looseness(other: str, there: str) -> str:
    """Return the function that says whether no row of a table points at a number, seen or unseen."""
    return f"""
CREATE OR REPLACE FUNCTION kith_is_loose_{other}(pointed_at bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT NOT EXISTS (SELECT 1 FROM {other} WHERE {there} = pointed_at) $$;
"""  # noqa: S608


def _is_casework(model: type[models.Model]) -> bool:
    return model.__module__.startswith("kith.casework.") and not model._meta.abstract


def _is_history(model: type[models.Model]) -> bool:
    return any(field.name == "pgh_id" for field in model._meta.fields)


def _policy(table: str, condition: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]+", table):
        raise ValueError(f"{table} is not a table's name")
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS wall_see ON {table};
DROP POLICY IF EXISTS wall_add ON {table};
DROP POLICY IF EXISTS wall_change ON {table};
DROP POLICY IF EXISTS wall_remove ON {table};
CREATE POLICY wall_see ON {table} FOR SELECT TO {WEB_ROLE} USING ({condition});
CREATE POLICY wall_add ON {table} FOR INSERT TO {WEB_ROLE} WITH CHECK (true);
CREATE POLICY wall_change ON {table} FOR UPDATE TO {WEB_ROLE} USING ({condition}) WITH CHECK (true);
CREATE POLICY wall_remove ON {table} FOR DELETE TO {WEB_ROLE} USING ({condition});
"""


def enter(worker_id: int | None, role: str = "") -> None:
    """Act as one worker for the rest of this transaction: as `kith_web`, seeing what the worker may see.

    One query. Without a worker (a public page) nobody's record is visible. What is asked behind the wall is planned for any
    numbers and days, and the plan kept: planning takes longer than reading.
    """
    reach_of_role = reach(role) if role else "none"
    team_counts = bool(role) and Right.SEE_BASICS in BY_RELATION[Role(role)][1]
    audit = "yes" if role == Role.AUDITOR else "no"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_enter(%s, %s, %s, %s), set_config('kith.role', %s, true), set_config('role', %s, true),"
            " set_config('plan_cache_mode', 'force_generic_plan', true)",
            [worker_id, reach_of_role, team_counts, audit, role, WEB_ROLE],
        )


def enter_again(worker_id: int, role: str) -> None:
    """Work out afresh what a worker may see, where an action has changed it; nothing to do in front of the wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [WEB_ROLE])
        (behind,) = cursor.fetchone()
    if behind:
        enter(worker_id, role)
