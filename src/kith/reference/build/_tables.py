"""What most builders do: read releases in the department's layout, and fill their gaps from the interactive tool."""

from __future__ import annotations

import logging
from pathlib import Path

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.build._files import MissingSourceError, read_source
from kith.reference.lait import ToolFigure, fill_from, tidy_tool
from kith.reference.tidy import Layout, Tidied, tidy

TOOL_FILE = "lait_measures_by_la"
TOOL_SOURCE = "interactive-tool-2025"

log = logging.getLogger(__name__)


def assemble(
    source: Path, layouts: tuple[Layout, ...], tool_figures: tuple[ToolFigure, ...] = ()
) -> pl.DataFrame:
    """Return one table's rows: those of its releases and, where they have none, the interactive tool's.

    A release that the folder lacks is left out with a warning as long as another source of the table is
    there. Raises MissingSourceError when none is.
    """
    frames = []
    missing = []
    for layout in layouts:
        try:
            frames.append(rows_of(read_source(source, layout.stem), layout))
        except MissingSourceError as error:
            missing.append(error)
    if tool_figures:
        breakdowns = tuple(layouts[0].breakdowns) if layouts else tuple(tool_figures[0].sets)
        told = tidy_tool(
            read_source(source, TOOL_FILE), tool_figures, breakdowns, AreaCodes.read(), TOOL_SOURCE
        )
        frames.append(_kept(told, TOOL_FILE))
    if not frames:
        raise missing[0]
    for absent in missing:
        log.warning("%s The table is made without it.", absent)
    table = frames[0]
    for further in frames[1:]:
        table = fill_from(table, further)
    return table


def rows_of(published: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Return one release's rows, with a warning for each kind of row that was refused."""
    return _kept(tidy(published, layout, AreaCodes.read()), layout.stem)


def _kept(tidied: Tidied, stem: str) -> pl.DataFrame:
    for sentence in tidied.refused:
        log.warning("%s: %s", stem, sentence)
    return tidied.rows
