"""What most builders do: read one release in the department's layout, and fill its gaps from the interactive tool."""

from __future__ import annotations

import logging
from pathlib import Path

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.build._files import read_source
from kith.reference.lait import ToolFigure, fill_from, tidy_tool
from kith.reference.tidy import Layout, Tidied, tidy

TOOL_FILE = "lait_measures_by_la"
TOOL_SOURCE = "interactive-tool-2025"

log = logging.getLogger(__name__)


def from_releases(source: Path, layouts: tuple[Layout, ...]) -> pl.DataFrame:
    """Return the rows of one or more releases that make up one table; an earlier layout wins over a later one."""
    areas = AreaCodes.read()
    frames = [_kept(tidy(read_source(source, layout.stem), layout, areas), layout.stem) for layout in layouts]
    table = frames[0]
    for further in frames[1:]:
        table = fill_from(table, further)
    return table


def from_tool(
    source: Path, figures: tuple[ToolFigure, ...], breakdowns: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Return the rows of the interactive tool's measures."""
    areas = AreaCodes.read()
    return _kept(
        tidy_tool(read_source(source, TOOL_FILE), figures, breakdowns, areas, TOOL_SOURCE), TOOL_FILE
    )


def _kept(tidied: Tidied, stem: str) -> pl.DataFrame:
    for sentence in tidied.refused:
        log.warning("%s: %s", stem, sentence)
    return tidied.rows
