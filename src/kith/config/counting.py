"""How many queries a page took, told in a header: only where KITH_COUNT_QUERIES is set, as measurements do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Kith-Queries"


class CountQueriesMiddleware:
    """Count every query of a request, the session's and the log's among them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def one_more(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(one_more):
            response = self.get_response(request)
        response[HEADER] = str(count)
        return response
