"""Beginning a check, cancelling it, and forgetting it with everything that was given for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.returns.keeping import digest_of, folder_of
from kith.casework.returns.models import UNDER_WAY, CheckStatus, ReturnCheck
from kith.casework.returns.sealed import SealedFolder
from kith.casework.returns.uploading import SealedUpload
from kith.casework.workforce.models import Worker

# How many a session may have going on or done at once: each may hold the whole of two years' files.
MOST = 5


@transaction.atomic
def begin_check(
    *,
    session_key: str,
    folder: SealedFolder,
    return_name: str,
    year: str,
    authority: str,
    files: Sequence[tuple[str, SealedUpload]],
    by: Worker,
) -> ReturnCheck:
    """Keep what is to be checked, each file with the part that it plays, and queue the check.

    Raises CannotBeTrue where the session has many already.
    """
    from kith.casework.returns.tasks import run_check

    session = digest_of(session_key)
    if ReturnCheck.objects.filter(session=session).count() >= MOST:
        raise CannotBeTrue(
            f"You have {MOST} checks already, each with its files. Delete one that you no longer need first."
        )
    check = ReturnCheck.objects.create(
        worker=by,
        session=session,
        folder=folder.path.name,
        key=folder.key,
        return_name=return_name,
        year=year,
        authority=authority,
        files=[
            {"part": part, "stored": one.stored_name, "name": f"file {place}", "size": one.size or 0}
            for place, (part, one) in enumerate(files, start=1)
        ],
        asked_at=timezone.now(),
    )
    # A file's name may hold a child's: it is sealed like its content.
    names = "\n".join((one.name or "file").replace("\n", " ") for _, one in files)
    folder.write("names", names.encode())
    audit.record(worker_id=by.pk, verb=AuditVerb.CHANGE, what="returns.check_begun", subjects=[])
    transaction.on_commit(lambda: _queue(run_check, check.pk))
    return check


def _queue(task: Any, number: int) -> None:
    task.defer(check_id=number)


@transaction.atomic
def cancel_check(*, check: ReturnCheck, by: Worker) -> None:
    """Stop a check; what was given stays until it is deleted. Raises CannotBeTrue where it has finished."""
    stopped = ReturnCheck.objects.filter(pk=check.pk, status__in=UNDER_WAY).update(
        status=CheckStatus.CANCELLED, finished_at=timezone.now()
    )
    if not stopped:
        raise CannotBeTrue("This check has finished already.")
    audit.record(worker_id=by.pk, verb=AuditVerb.CHANGE, what="returns.check_cancelled", subjects=[])


@transaction.atomic
def forget_check(*, check: ReturnCheck, by: Worker | None) -> None:
    """Delete a check with its files. Its key goes with its row, so that nothing of a file left behind could be read."""
    ReturnCheck.objects.filter(pk=check.pk).delete()
    audit.record(
        worker_id=by.pk if by else None, verb=AuditVerb.CHANGE, what="returns.check_forgotten", subjects=[]
    )
    transaction.on_commit(folder_of(check).forget)


def forget_at_sign_out(sender: object, request: HttpRequest | None, **_: Any) -> None:
    """Forget what a session gave as its owner signs out."""
    session_key = request.session.session_key if request is not None and hasattr(request, "session") else None
    if session_key:
        for check in ReturnCheck.objects.filter(session=digest_of(session_key)):
            forget_check(check=check, by=check.worker)


def forget_what_is_over() -> int:
    """Forget every check whose session has ended or run out, and folders that belong to no check; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM returns_returncheck c WHERE NOT EXISTS ("
            " SELECT 1 FROM django_session s WHERE s.expire_date > now()"
            " AND encode(sha256(convert_to(s.session_key, 'UTF8')), 'hex') = c.session)"
        )
        over = [number for (number,) in cursor.fetchall()]
    for check in ReturnCheck.objects.filter(pk__in=over):
        forget_check(check=check, by=None)
    return len(over) + _forget_orphans()


def _forget_orphans() -> int:
    """Delete folders an hour old that no check knows: what was given and never asked about."""
    root = Path(settings.RETURNS_FOLDER)
    if not root.exists():
        return 0
    known = set(ReturnCheck.objects.values_list("folder", flat=True))
    before = timezone.now().timestamp() - 3600
    lost = [one for one in root.iterdir() if one.name not in known and one.stat().st_mtime < before]
    for one in lost:
        SealedFolder(one, b"").forget()
    return len(lost)
