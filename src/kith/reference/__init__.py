"""England's published facts, as small tidy tables of Kith's own: areas, population, need, care, workforce, money.

Each table is one Parquet file in `tables/` beside a TOML file that says, for the table and for every
column and measure, what it is, in which unit, from which publication, under which licence and of what
date. `docs/reference.md` explains the conventions; `manage.py reference` lists, shows, builds and updates.
"""

from kith.reference.store import (
    Description,
    UnknownTableError,
    describe,
    read_table,
    table_digest,
    table_names,
)

__all__ = ["Description", "UnknownTableError", "describe", "read_table", "table_digest", "table_names"]
