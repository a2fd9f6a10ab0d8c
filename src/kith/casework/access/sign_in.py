"""How people sign in: by password and second factor, by passkey, or by the council's own directory."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from kith.casework.access.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator: nobody signs themself up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The council's directory signs in people whose account an administrator has made, by their e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse somebody in the directory for whom there is no account here."""
        return False


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Finds the account of a session together with its worker, in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a number, if it may still be used."""
        return User.objects.select_related("worker").filter(pk=user_id, is_active=True).first()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of authenticator apps encrypted, so that a copy of the database does not give them away."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it is used."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    """Return the cipher whose key follows from the installation's own secret, which is not in the database."""
    key = hashlib.sha256(b"kith second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
