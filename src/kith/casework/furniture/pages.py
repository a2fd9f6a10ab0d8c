"""Pages that only read: signed in, not kept by the browser, a list that sorts and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache

from kith.casework.workforce.models import Worker

Given = ParamSpec("Given")
PageOf = Callable[Concatenate[HttpRequest, Worker, Given], HttpResponseBase]


def for_workers(view: PageOf[Given]) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """Give a view the signed-in worker, or send whoever is not signed in to sign in and back."""

    @wraps(view)
    def signed_in_view(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        worker: Worker | None = request.worker  # type: ignore[attr-defined]
        if worker is None:
            return HttpResponseRedirect(
                f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
            )
        return view(request, worker, *args, **kwargs)

    return never_cache(signed_in_view)  # type: ignore[return-value]


@dataclass(frozen=True)
class Column:
    """One column of a list; without `order` it cannot be sorted by."""

    name: str
    title: str
    order: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Heading:
    """A column's heading as the page shows it: where clicking leads, and how it is sorted now."""

    column: Column
    address: str
    sorted: str  # "ascending", "descending" or "none"


@dataclass(frozen=True)
class Listing:
    """A page of a list, its headings, and the addresses of its other pages."""

    page: Page[Any]
    headings: list[Heading]
    query: str
    page_numbers: list[int | str]
    prefix: str = ""  # before the names in the address, where a page has several lists


class InOrder(list[Any]):
    """A list's rows in the order that its page has unless asked for another; those on other pages may be None."""


def rows_shown(request: HttpRequest, count: int, *, default: str, size: int = 25, prefix: str = "") -> slice:
    """Return which of so many rows, in the default order, the page asked for shows: all, where another order is asked for."""
    if request.GET.get(f"{prefix}sort", default) != default:
        return slice(None)
    page = Paginator(range(count), size).get_page(request.GET.get(f"{prefix}page"))
    return slice((page.number - 1) * size, page.number * size)


def listing(
    request: HttpRequest,
    rows: QuerySet[Any] | list[Any],
    columns: list[Column],
    *,
    default: str,
    size: int = 25,
    prefix: str = "",
) -> Listing:
    """Sort and page rows as the address asks: `sort` is a column's name, with a minus for descending.

    A list in memory is sorted by attribute, unless it is `InOrder` and no other order is asked for. An unknown column or
    page falls back to the first.
    """
    wanted = request.GET.get(f"{prefix}sort", default)
    known: Mapping[str, Column] = {column.name: column for column in columns if column.order}
    name, descending = wanted.lstrip("-"), wanted.startswith("-")
    if name not in known:
        name, descending = default.lstrip("-"), default.startswith("-")
    sign = "-" if descending else ""
    if isinstance(rows, QuerySet):
        ordered: Any = rows.order_by(*(f"{sign}{field}" for field in known[name].order), f"{sign}pk")
    elif isinstance(rows, InOrder) and f"{sign}{name}" == default:
        ordered = rows
    else:
        fields = known[name].order
        ordered = sorted(
            rows,
            key=lambda row: tuple((getattr(row, f) is None, getattr(row, f)) for f in fields),
            reverse=descending,
        )
    page = Paginator(ordered, size).get_page(request.GET.get(f"{prefix}page"))
    others = {
        key: value for key, value in request.GET.items() if key not in {f"{prefix}sort", f"{prefix}page"}
    }
    headings = []
    for column in columns:
        now = "none" if column.name != name else ("descending" if descending else "ascending")
        turned = f"-{column.name}" if now == "ascending" else column.name
        headings.append(Heading(column, "?" + urlencode({**others, f"{prefix}sort": turned}), now))
    query = urlencode({**others, f"{prefix}sort": f"{sign}{name}"})
    numbers = [
        n if isinstance(n, int) else "…"
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return Listing(page, headings, query, numbers, prefix)
