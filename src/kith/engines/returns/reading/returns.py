"""From the files that were named to the tables that rules run over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kith.engines.returns.codes import Authority
from kith.engines.returns.frames import Tables
from kith.engines.returns.layouts import CIN, SSDA903
from kith.engines.returns.postcodes import Place, find_postcodes
from kith.engines.returns.reading.csv_table import name_columns, read_text_table, recognise, refuse
from kith.engines.returns.reading.files import LARGEST_TABLE, File, gather, looks_like
from kith.engines.returns.reading.notes import MISSING, NOTE, REFUSED, Note
from kith.engines.returns.reading.typed import typed_frame, unreadable_cells
from kith.engines.returns.years import CensusYear, CollectionYear


@dataclass
class ReadReturn:
    """A return as read: its tables for the rules, the cells as they were, what reading had to say."""

    tables: Tables
    frames: dict[str, pl.DataFrame]
    notes: list[Note]
    sources: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[int] | None] = field(default_factory=dict)

    @property
    def spoilt(self) -> bool:
        """Whether something could not be read."""
        return any(note.spoils for note in self.notes)


def read_ssda903(
    paths: Iterable[Path | File],
    year: CollectionYear,
    *,
    previous: Iterable[Path | File] = (),
    authority: Authority | None = None,
    providers: Path | File | None = None,
) -> ReadReturn:
    """Read an SSDA903 return from CSV or XML files, folders or zips, with last year's where given.

    Nothing is raised for what the files hold: what cannot be read is a note, and the rest is read.
    """
    notes: list[Note] = []
    read = ReadReturn(Tables(SSDA903, year, {}), {}, notes)
    missing: dict[str, frozenset[str]] = {}
    read_from = _read_year(paths, "", year, read, missing)
    previous = list(previous)
    if previous:
        _read_year(previous, "_last", year.before, read, missing)
    _derive(read.frames, authority)
    if providers is not None:
        from kith.engines.returns.reading.providers import read_providers

        read.frames.update(read_providers(providers, notes))
    for suffix in ("", "_last"):
        header = f"Header{suffix}"
        if header not in read.frames or f"UASC{suffix}" in read.frames:
            continue
        if read.frames[header].get_column("UASC").null_count() == len(read.frames[header]):
            missing[header] = missing.get(header, frozenset()) | {"UASC"}
    read.tables = Tables(
        SSDA903,
        year,
        {name: frame.lazy() for name, frame in read.frames.items()},
        authority=authority.ons_code if authority else None,
        read_from=read_from,
        missing_columns=missing,
    )
    return read


def _read_year(
    paths: Iterable[Path | File],
    suffix: str,
    year: CollectionYear,
    read: ReadReturn,
    missing: dict[str, frozenset[str]],
) -> str:
    """Read one year's files into `read`; return csv or xml."""
    notes, read_from = read.notes, "csv"
    for file in gather(paths, notes):
        head = file.head()
        kind = looks_like(head)
        if file.size > LARGEST_TABLE:
            notes.append(
                Note(
                    REFUSED,
                    file.name,
                    f"has {file.size / 1e9:.1f} GB, more than any return of one authority. It was not read.",
                )
            )
        elif kind == "xml":
            from kith.engines.returns.reading.ssda903_xml import read_ssda903_xml

            if not file.name.lower().endswith(".xml"):
                notes.append(
                    Note(NOTE, file.name, "is XML by its content, whatever its name, and was read as that.")
                )
            for name, frame in read_ssda903_xml(file, notes).items():
                _add(frame, name, suffix, file.name, None, read)
                read_from = "xml"
        elif kind == "text":
            _read_csv(file, suffix, year, read, missing)
        else:
            refuse(file.name, kind, notes)
    if f"Header{suffix}" not in read.frames:
        notes.append(
            Note(
                MISSING if not suffix else NOTE,
                "the files given",
                f"have no Header{' for last year' if suffix else ''}.",
            )
        )
    return read_from


def _read_csv(
    file: File, suffix: str, year: CollectionYear, read: ReadReturn, missing: dict[str, frozenset[str]]
) -> None:
    notes = read.notes
    try:
        frame, lines = read_text_table(file.content(), file.name, notes)
    except Exception as problem:  # a file that no reader understands is named, and the others are read
        notes.append(
            Note(
                REFUSED,
                file.name,
                f"could not be read as CSV ({type(problem).__name__}). Save it again as CSV.",
            )
        )
        return
    table, lacking = recognise(frame.columns, SSDA903)
    if table is None:
        refuse(file.name, "", notes)
        return
    if year.ends < table.first_year:
        notes.append(
            Note(
                NOTE,
                file.name,
                f"is {table.name}, which the return has from {CollectionYear(table.first_year).name}; it was left out.",
            )
        )
        return
    if file.name.lower().endswith(".xml"):
        notes.append(Note(NOTE, file.name, "is CSV by its content, whatever its name, and was read as that."))
    frame = name_columns(frame, table, lacking, file.name, notes)
    if f"{table.name}{suffix}" in read.frames:
        notes.append(
            Note(
                REFUSED,
                file.name,
                f"is a second file for {table.name}; the first, {read.sources[table.name + suffix]}, was read. Give one.",
            )
        )
        return
    if lacking:
        missing[f"{table.name}{suffix}"] = frozenset(lacking)
    _add(frame, table.name, suffix, file.name, lines, read)


def _add(
    frame: pl.DataFrame, table: str, suffix: str, file: str, lines: list[int] | None, read: ReadReturn
) -> None:
    name = f"{table}{suffix}"
    if name in read.frames:
        read.notes.append(
            Note(REFUSED, file, f"has {table} too; the first, {read.sources[name]}, was read. Give one.")
        )
        return
    typed = typed_frame(frame, SSDA903.table(table), suffix)
    if table == "Header":
        marker = (
            frame.get_column("UASC")
            if "UASC" in frame.columns
            else pl.Series("UASC", [None] * len(frame), dtype=pl.String)
        )
        typed = typed.with_columns(marker)
    if not suffix:
        unreadable_cells(typed, SSDA903.table(table), file, lines, read.notes)
    read.frames[name], read.sources[name], read.lines[name] = typed, file, lines


def _derive(frames: dict[str, pl.DataFrame], authority: Authority | None) -> None:
    """Add what follows from the files together: Header.UASC from the UASC file, places from postcodes."""
    for suffix in ("", "_last"):
        header, asylum = f"Header{suffix}", f"UASC{suffix}"
        if header in frames and asylum in frames:
            own = frames[header].get_column("UASC")
            if own.null_count() == len(own):
                listed = pl.col("CHILD").is_in(
                    frames[asylum].get_column("CHILD").drop_nulls().unique().implode()
                )
                marker = pl.when(listed.fill_null(False)).then(pl.lit("1")).otherwise(pl.lit("0"))
                frames[header] = frames[header].with_columns(marker.alias("UASC"))
    episodes = [name for name in ("Episodes", "Episodes_last") if name in frames]
    if not episodes:
        return
    keys = [f"{column}_key" for column in ("HOME_POST", "PL_POST")]
    for name in episodes:
        frames[name] = frames[name].with_columns(
            pl.col("HOME_POST").str.replace_all(" ", "").alias(keys[0]),
            pl.col("PL_POST").str.replace_all(" ", "").alias(keys[1]),
        )
    asked = pl.concat([frames[name].get_column(key).rename("key") for name in episodes for key in keys])
    places = find_postcodes(asked.drop_nulls().unique().to_list())
    found = _as_frame(places)
    for name in episodes:
        frames[name] = _with_places(frames[name], found, authority)


def _as_frame(places: dict[str, Place]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": pl.Series(list(places), dtype=pl.String),
            "easting": pl.Series([place.easting for place in places.values()], dtype=pl.Float64),
            "northing": pl.Series([place.northing for place in places.values()], dtype=pl.Float64),
            "authority": pl.Series([place.authority for place in places.values()], dtype=pl.String),
            "exists": pl.Series([True] * len(places), dtype=pl.Boolean),
        }
    )


def _with_places(frame: pl.DataFrame, found: pl.DataFrame, authority: Authority | None) -> pl.DataFrame:
    """Add PL_LA, PL_LOCATION, PL_DISTANCE (miles, one decimal) and whether each postcode exists."""
    home = found.select(
        pl.col("key").alias("HOME_POST_key"),
        pl.col("easting").alias("_he"),
        pl.col("northing").alias("_hn"),
        pl.col("exists").alias("HOME_POST_exists"),
    )
    away = found.select(
        pl.col("key").alias("PL_POST_key"),
        pl.col("easting").alias("_pe"),
        pl.col("northing").alias("_pn"),
        pl.col("exists").alias("PL_POST_exists"),
        pl.col("authority").alias("PL_LA"),
    )
    frame = frame.join(home, on="HOME_POST_key", how="left", maintain_order="left")
    frame = frame.join(away, on="PL_POST_key", how="left", maintain_order="left")
    metres = ((pl.col("_pe") - pl.col("_he")) ** 2 + (pl.col("_pn") - pl.col("_hn")) ** 2).sqrt()
    ours = pl.lit(authority.ons_code if authority else None, dtype=pl.String)
    is_ours = (pl.col("PL_LA") == ours).fill_null(False)
    location = (
        pl.when(pl.col("PL_LA").is_null() | ours.is_null())
        .then(None)
        .when(is_ours)
        .then(pl.lit("IN"))
        .otherwise(pl.lit("OUT"))
    )
    return frame.with_columns(
        (metres / 1000 / 1.6093).round(1).alias("PL_DISTANCE"),
        location.alias("PL_LOCATION"),
        is_ours.alias("PL_LA_is_ours"),
        ours.alias("our_authority"),
        pl.col("HOME_POST_exists").fill_null(False),
        pl.col("PL_POST_exists").fill_null(False),
    ).drop("_he", "_hn", "_pe", "_pn")


def read_cin(paths: Iterable[Path | File], year: CollectionYear) -> ReadReturn:
    """Read a children in need census: from its XML, of several files the first that is one; or from CSV, a file a table."""
    from kith.engines.returns.reading.cin_csv import read_census_csv
    from kith.engines.returns.reading.cin_xml import read_census

    notes: list[Note] = []
    read = ReadReturn(Tables(CIN, year, {}), {}, notes)
    texts: list[File] = []
    for file in gather(paths, notes):
        kind = looks_like(file.head())
        if kind == "text":
            texts.append(file)
        elif kind != "xml":
            refuse(file.name, kind, notes)
        elif read.frames:
            notes.append(
                Note(
                    REFUSED,
                    file.name,
                    f"is a second census; the first, {read.sources['Header']}, was read. Give one.",
                )
            )
        else:
            read.frames = read_census(file, notes)
            read.sources = dict.fromkeys(read.frames, file.name)
    read_from = "xml"
    if read.frames:
        notes.extend(
            Note(NOTE, file.name, "was left out: the census was read from its XML.") for file in texts
        )
    elif texts:
        read.frames, read.sources = read_census_csv(texts, notes)
        read_from = "csv"
    if not read.frames:
        return read
    read.tables = Tables(
        CIN,
        _census_year(read, year),
        {name: frame.lazy() for name, frame in read.frames.items()},
        read_from=read_from,
    )
    return read


def _census_year(read: ReadReturn, year: CollectionYear) -> CollectionYear:
    """The year that the Header's reference date ends; the year asked for where the Header has none."""
    header = read.frames["Header"]
    days = header.get_column("ReferenceDate").drop_nulls().to_list()
    if not days:
        read.notes.append(
            Note(
                NOTE,
                read.sources["Header"],
                f"has no reference date; {year.end:%d/%m/%Y} was used.",
                table="Header",
                column="ReferenceDate",
            )
        )
        return year
    if days[0] != year.end:
        read.notes.append(
            Note(
                NOTE,
                read.sources["Header"],
                f"has the reference date {days[0]:%d/%m/%Y}, and was asked to be checked as {year.name}.",
                table="Header",
                column="ReferenceDate",
            )
        )
    return CensusYear(year.ends, reference_date=days[0])
