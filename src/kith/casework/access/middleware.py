"""Who is asking, and one transaction for each page: permission, reads, writes and their log all or none."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from kith.casework.access import audit, wall
from kith.casework.access.loading import AccessRefused
from kith.casework.access.models import AuditVerb
from kith.casework.workforce.models import Worker

MOST_BETWEEN_WRITES = 300  # seconds

# Where somebody who has a password and no second factor yet may go.
SECOND_FACTOR_PATHS = ("/account/", "/static/", "/health/")


class SignedInWorkerMiddleware:
    """Put the signed-in worker on the request as `request.worker`, or None, and ask for a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.worker = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.worker = _worker_of(request.user)  # type: ignore[attr-defined]
            _go_on(request)
            if settings.SECOND_FACTOR_REQUIRED and not self._has_second_factor(request):
                return redirect("mfa_index")
        return self.get_response(request)

    def _has_second_factor(self, request: HttpRequest) -> bool:
        if request.path.startswith(SECOND_FACTOR_PATHS) or request.session.get("second_factor"):
            return True
        methods = {
            record.get("method") for record in request.session.get("account_authentication_methods", [])
        }
        # The council's directory asks for its own second factor.
        if methods & {"mfa", "socialaccount"}:
            request.session["second_factor"] = True
            return True
        from allauth.mfa.utils import is_mfa_enabled

        if is_mfa_enabled(request.user):
            request.session["second_factor"] = True
            return True
        return False


def _go_on(request: HttpRequest) -> None:
    """Let the session's hour begin again, written at most once in five minutes."""
    now = int(time.time())
    if now - request.session.get("went_on", 0) > MOST_BETWEEN_WRITES:
        request.session["went_on"] = now


def _worker_of(user: Any) -> Worker | None:
    """Return the worker whose account this is, unless they have left; it came with the account."""
    worker: Worker | None = getattr(user, "worker", None)
    return worker if worker is not None and worker.end_date is None else None


class RecordTransactionMiddleware:
    """Run each view in one transaction, behind the database's wall; log a refusal in a transaction of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turn_aside = AccountMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if getattr(view, "outside_the_record", False):
            return None
        worker = request.worker  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                wall.enter(worker.pk if worker else None, worker.role if worker else "")
                with audit.looks_written_last():
                    response = view(request, *args, **kwargs)
                    # A template that is rendered later would read the record after the transaction, in front of the wall.
                    render = getattr(response, "render", None)
                    return render() if callable(render) else response
        except (ReauthenticationRequired, ImmediateHttpResponse) as aside:
            # Meant for allauth's middleware, which Django does not ask about what another middleware raises.
            turned: HttpResponse = self.turn_aside(request, aside)
            return turned
        except AccessRefused as refused:
            with transaction.atomic():
                wall.enter(worker.pk if worker else None, worker.role if worker else "")
                route = request.resolver_match.view_name if request.resolver_match else ""
                audit.record(
                    worker_id=worker.pk if worker else None,
                    verb=AuditVerb.REFUSED,
                    what=route,
                    subjects=[refused.person_id] if refused.person_id else [],
                )
            raise
