"""The marks that publishers put where a number is not given, each kept as a word of its own.

A figure that was withheld because it is small is not the same as one that was never collected, and
neither is zero. Every tidy table therefore has a column `status` beside `value`: `value` is a number
exactly where `status` is "published".

Source: Analysis Function, "Using symbols in tables"; Explore Education Statistics, "Symbols".
"""

from __future__ import annotations

import polars as pl

PUBLISHED = "published"
SUPPRESSED = "suppressed"
NOT_APPLICABLE = "not applicable"
NOT_AVAILABLE = "not available"
LOW = "low"
UNRELIABLE = "unreliable"
NOT_GIVEN = "not given"
MISSING = "missing"
UNREADABLE = "unreadable"

MEANINGS = {
    PUBLISHED: "the publisher gives a number",
    SUPPRESSED: "withheld so that nobody can be recognised (c)",
    NOT_APPLICABLE: "the figure has no meaning for this area and year (z)",
    NOT_AVAILABLE: "not collected, not returned or not published (x)",
    LOW: "not zero, but rounds to zero (k)",
    UNRELIABLE: "withheld because its quality is too low (u)",
    NOT_GIVEN: "the publisher put one mark for every reason, so the reason is not known (-)",
    MISSING: "the publisher left the cell empty",
}

STATUS_BY_SYMBOL = {
    "c": SUPPRESSED,
    "z": NOT_APPLICABLE,
    "x": NOT_AVAILABLE,
    ":": NOT_AVAILABLE,
    "..": NOT_AVAILABLE,
    "k": LOW,
    "low": LOW,
    "~": LOW,
    "u": UNRELIABLE,
    "-": NOT_GIVEN,
    "": MISSING,
}


def value_and_status(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return expressions for the number and the status of a column of published cells, as text.

    Thousands separators are allowed. A cell that is neither a number nor a known mark has the
    status "unreadable", which no table may hold: whoever reads the file must refuse it.
    """
    text = cell.cast(pl.String).str.strip_chars().fill_null("")
    number = text.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    usable = number.is_not_null() & number.is_finite()
    status = (
        pl.when(usable)
        .then(pl.lit(PUBLISHED))
        .otherwise(
            text.str.to_lowercase().replace_strict(
                STATUS_BY_SYMBOL, default=UNREADABLE, return_dtype=pl.String
            )
        )
    )
    return pl.when(usable).then(number), status
