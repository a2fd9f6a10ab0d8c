"""The few words in which rules are written: each returns a narwhals expression that is never null.

A comparison of dates with a null is null, and a rule's null counts as 'passes'. The words below
answer true or false always, so that `~` and `|` mean what they say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import narwhals as nw

RESPITE = ("V3", "V4")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
ADOPTIVE = ("A3", "A4", "A5", "A6")
FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
ADOPTED = ("E11", "E12")
FAR_FUTURE = datetime.date(9999, 12, 31)


def c(name: str) -> nw.Expr:
    """The column itself."""
    return nw.col(name)


def filled(*names: str) -> nw.Expr:
    """True where every one of the columns has a value."""
    return nw.all_horizontal(*[~nw.col(name).is_null() for name in names], ignore_nulls=False)


def any_filled(*names: str) -> nw.Expr:
    """True where at least one of the columns has a value."""
    return nw.any_horizontal(*[~nw.col(name).is_null() for name in names], ignore_nulls=False)


def blank(*names: str) -> nw.Expr:
    """True where every one of the columns is empty."""
    return nw.all_horizontal(*[nw.col(name).is_null() for name in names], ignore_nulls=False)


def any_blank(*names: str) -> nw.Expr:
    """True where at least one of the columns is empty."""
    return nw.any_horizontal(*[nw.col(name).is_null() for name in names], ignore_nulls=False)


def true(expression: nw.Expr) -> nw.Expr:
    """The expression, with null read as false."""
    return expression.fill_null(False)


def among(name: str, *codes: str | Iterable[str]) -> nw.Expr:
    """True where the column has one of the codes; false where it has another or none."""
    wanted = [code for item in codes for code in ([item] if isinstance(item, str) else item)]
    if len(wanted) == 1:
        return true(nw.col(name) == wanted[0])
    return nw.col(name).is_in(wanted).fill_null(False)


def other_than(name: str, *codes: str | Iterable[str]) -> nw.Expr:
    """True where the column has none of the codes, also where it is empty: a blank satisfies nothing."""
    return ~among(name, *codes)


def filled_with_other(name: str, *codes: str | Iterable[str]) -> nw.Expr:
    """True where the column has a value, and it is none of the codes."""
    return ~nw.col(name).is_null() & ~among(name, *codes)


def unreadable(name: str) -> nw.Expr:
    """True where something is written in a date column that is not a date."""
    return ~nw.col(f"{name}_text").is_null() & nw.col(name).is_null()


def same(left: str, right: str) -> nw.Expr:
    """True where the columns are equal; a null equals nothing."""
    return true(nw.col(left) == nw.col(right))


def alike(left: str, right: str) -> nw.Expr:
    """True where the columns are equal or both empty."""
    return same(left, right) | (nw.col(left).is_null() & nw.col(right).is_null())


def birthday(name: str, years: int) -> nw.Expr:
    """The birthday so many years after the date of birth; 29 February becomes 28 February."""
    return nw.col(name).dt.offset_by(f"{years}y")


def days_after(name: str, days: int) -> nw.Expr:
    """The date so many days later."""
    return nw.col(name).dt.offset_by(f"{days}d")


def or_if_open(name: str, day: datetime.date) -> nw.Expr:
    """The date, or `day` where the period is still open."""
    return nw.col(name).fill_null(day)
