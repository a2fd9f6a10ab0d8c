"""Opening a check: whoever may check returns, in the session in which they asked for it, and nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.returns.keeping import digest_of
from kith.casework.returns.models import ReturnCheck
from kith.casework.workforce.models import Worker


def open_check(request: HttpRequest, worker: Worker, check_id: int, *, page: str) -> ReturnCheck:
    """Return a check of this very session. Raises AccessRefused, or Http404 for what another session has."""
    require(worker, Right.CHECK_RETURNS)
    session = digest_of(request.session.session_key)
    check = ReturnCheck.objects.filter(pk=check_id, worker=worker, session=session).first()
    if check is None:
        raise Http404("There is no such check in this session.")
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=[])
    return check
