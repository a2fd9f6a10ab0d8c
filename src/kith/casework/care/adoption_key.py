"""The key that joins an adopted child's two records: never in the database, so that no copy of it joins them.

Three keys follow from the installation's own secret: one seals what is kept, one finds the link from the record before the
adoption, one from the record after it. A digest of the one never equals a digest of the other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class LinkUnreadable(ValueError):
    """A sealed link was changed, or belongs to another installation's key."""


def _key(purpose: str) -> bytes:
    return hmac.new(
        settings.ADOPTION_KEY.encode(), f"kith adoption {purpose}".encode(), hashlib.sha256
    ).digest()


def digest_before(person_id: int) -> str:
    """Return by what the link is found from the record as it was before the adoption."""
    return hmac.new(_key("before"), str(person_id).encode(), hashlib.sha256).hexdigest()


def digest_after(person_id: int) -> str:
    """Return by what the link is found from the record after the adoption."""
    return hmac.new(_key("after"), str(person_id).encode(), hashlib.sha256).hexdigest()


def seal(said: dict[str, Any], link_id: str) -> bytes:
    """Return what a link keeps, encrypted and bound to its row."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, json.dumps(said).encode(), link_id.encode())


def unseal(sealed: bytes, link_id: str) -> dict[str, Any]:
    """Return what a link keeps. Raises LinkUnreadable."""
    try:
        opened: dict[str, Any] = json.loads(
            AESGCM(_key("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], link_id.encode())
        )
    except (InvalidTag, ValueError):
        raise LinkUnreadable("This link cannot be read with this installation's key.") from None
    return opened
