"""Signing in without a password, for measurements on a record that is thrown away: as the database's owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.casework.workforce.models import Worker


def session_for(worker: Worker) -> str:
    """Return the key of a new session in which a worker is signed in, second factor given.

    A worker without an account is given one: few of a made-up authority have any, and pages asked for by the same few
    would be measured for those alone.
    """
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    if worker.user is None:
        from kith.casework.access.models import User

        worker.user = User.objects.create_user(f"worker-{worker.pk}@measured.invalid")
        worker.save(update_fields=["user"])
    session = SessionStore()
    session[SESSION_KEY] = str(worker.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = worker.user.get_session_auth_hash()
    session["second_factor"] = True
    session.create()
    return str(session.session_key)
