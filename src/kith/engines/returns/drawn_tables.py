"""From drawn examples to the typed tables that rules run over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from kith.engines.returns.codes import find_authority
from kith.engines.returns.examples import Example, ExampleTable
from kith.engines.returns.frames import Tables
from kith.engines.returns.layouts import CIN, LAYOUTS, SSDA903
from kith.engines.returns.postcodes import find_postcodes, key_of
from kith.engines.returns.reading.typed import typed_frame
from kith.engines.returns.rule import Rule
from kith.engines.returns.years import CensusYear

DERIVED: dict[str, pl.DataType | type[pl.DataType]] = {
    "PL_LA": pl.String,
    "PL_LOCATION": pl.String,
    "PL_DISTANCE": pl.Float64,
    "PL_LA_is_ours": pl.Boolean,
    "our_authority": pl.String,
    "UASC": pl.String,
}
PROVIDERS: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "Providers": {
        "URN": pl.String,
        "provider_end": pl.Date,
        "provider_postcode": pl.String,
        "provider_authority": pl.String,
    },
    "ProviderPlaces": {"URN": pl.String, "PLACE": pl.String},
    "ProviderCodes": {"URN": pl.String, "PLACE_PROVIDER": pl.String},
}


def tables_of(
    example: Example, rule: Rule, native: Callable[[pl.DataFrame], Any] = pl.DataFrame.lazy
) -> Tables:
    """Return the tables of an example, with an empty one for each other that the rule needs.

    `native` makes the frame of another backend from each polars frame.
    """
    frames: dict[str, pl.DataFrame] = {}
    drawn = {table.name: table for table in example.tables}
    spare = {*rule.any_of, *rule.optional}
    for name in [*drawn, *[table for table, _ in rule.fields if table not in spare]]:
        if name in frames:
            continue
        if name in PROVIDERS:
            frames[name] = _providers(name, drawn.get(name))
        elif example.return_name == "ssda903":
            frames[name] = _ssda903(name, drawn.get(name))
        else:
            frames[name] = _cin(name, drawn.get(name), example)
    year = example.year
    if example.return_name == "cin":
        if "Header" not in frames:
            frames["Header"] = _cin("Header", None, example)
        link(frames)
        for table in CIN.tables:
            if table.name not in frames:
                frames[table.name] = _cin(table.name, None, example)
        link(frames)
        day = frames["Header"].get_column("ReferenceDate").to_list()[0] or year.end
        year = CensusYear(year.ends, reference_date=day)
    authority = find_authority(example.authority).ons_code if example.authority else None
    return Tables(
        LAYOUTS[example.return_name],
        year,
        {name: native(frame) for name, frame in frames.items()},
        authority=authority,
        read_from="xml" if example.return_name == "cin" else example.read_from,
    )


def _text_frame(drawn: ExampleTable | None, columns: tuple[str, ...]) -> pl.DataFrame:
    rows = drawn.rows if drawn else []
    given = drawn.columns if drawn else []
    return pl.DataFrame(
        {
            name: pl.Series(
                name, [row[given.index(name)] if name in given else None for row in rows], dtype=pl.String
            )
            for name in columns
        }
    )


def _ssda903(name: str, drawn: ExampleTable | None) -> pl.DataFrame:
    suffix = "_last" if name.endswith("_last") else ""
    table = SSDA903.table(name)
    frame = typed_frame(_text_frame(drawn, table.column_names), table, suffix)
    extra = {"Header": ["UASC"], "Episodes": [key for key in DERIVED if key != "UASC"]}.get(table.name, [])
    values = _text_frame(drawn, tuple(extra))
    made = []
    for column in extra:
        cell = values.get_column(column)
        if DERIVED[column] == pl.Boolean:
            made.append((cell == "true").fill_null(False))
        else:
            made.append(cell.cast(DERIVED[column]))
    if table.name == "Episodes":
        for column in ("HOME_POST", "PL_POST"):
            keys = [key_of(cell) if cell else None for cell in frame.get_column(column).to_list()]
            known = find_postcodes([key for key in keys if key])
            made.append(pl.Series(f"{column}_key", keys, dtype=pl.String))
            made.append(pl.Series(f"{column}_exists", [key in known for key in keys], dtype=pl.Boolean))
    return frame.with_columns(made) if made else frame


def _providers(name: str, drawn: ExampleTable | None) -> pl.DataFrame:
    frame = _text_frame(drawn, tuple(PROVIDERS[name]))
    return frame.with_columns(
        [
            pl.col(column).str.to_date("%d/%m/%Y") if kind == pl.Date else pl.col(column).cast(kind)
            for column, kind in PROVIDERS[name].items()
        ]
    )


def _cin(name: str, drawn: ExampleTable | None, example: Example) -> pl.DataFrame:
    table = CIN.table(name)
    if name == "Header" and drawn is None:
        drawn = ExampleTable(
            "Header", ["Year", "ReferenceDate"], [[str(example.year.ends), f"{example.year.end:%d/%m/%Y}"]]
        )
    frame = _text_frame(drawn, table.column_names)
    # Examples write dates as people in England do; a census writes them as XML does.
    frame = frame.with_columns(
        [
            pl.col(column.name).str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", "$3-$2-$1")
            for column in table.columns
            if column.is_date
        ]
    )
    typed = typed_frame(frame, table, iso=True)
    keys = [key for key in ("CINdetailsID", "AssessmentID", "CPPID") if key in table.column_names]
    # A key that an example leaves out is 1: one episode, assessment or plan.
    return typed.with_columns([pl.col(key).cast(pl.Int64).fill_null(1) for key in keys])


def link(frames: dict[str, pl.DataFrame]) -> None:
    """Add to census tables the links that the reader of XML makes: child, episode, assessment, plan.

    They are found by LAchildID and the running numbers, as in a census kept as tables.
    """
    for name, frame in frames.items():
        if "LAchildID" in frame.columns:
            stand_in = pl.concat_str(pl.lit("\x1f"), pl.col(f"row_{name}").cast(pl.String))
            frames[name] = frame.with_columns(pl.coalesce(pl.col("LAchildID"), stand_in).alias("child"))
    parents = (
        ("CINdetails", ["LAchildID", "CINdetailsID"], "episode"),
        ("Assessments", ["LAchildID", "CINdetailsID", "AssessmentID"], "assessment"),
        ("ChildProtectionPlans", ["LAchildID", "CINdetailsID", "CPPID"], "plan"),
    )
    for parent, keys, name in parents:
        if parent not in frames:
            continue
        rows = (
            frames[parent]
            .select(*keys, pl.col(f"row_{parent}").alias(name))
            .unique(keys, keep="first", maintain_order=True)
        )
        for child, frame in frames.items():
            if child == parent or not set(keys) <= set(frame.columns):
                continue
            if name == "plan" and child not in ("Reviews",):
                continue
            frame = frame.drop(name, strict=False)
            frames[child] = frame.join(rows, on=keys, how="left", maintain_order="left")
