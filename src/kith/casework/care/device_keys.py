"""The key by which a device keeps one worker's visits that were not sent: it follows from the installation's secret.

It is kept nowhere. Whoever signs in is handed their own again, so a text that was sealed before opens after; whoever has
left, or has no account any more, is handed none. See docs/adr/0018.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kith.casework.workforce.models import Worker

LASTS = 12 * 60 * 60  # seconds for which a device may use it without having seen the server again


def key_for(worker: Worker) -> str:
    """Return a worker's key of 256 bits, in base64."""
    derived = HKDF(
        algorithm=hashes.SHA256(),
        length=32,
        salt=b"kith visits on a device",
        info=f"worker {worker.pk}".encode(),
    ).derive(settings.SECRET_KEY.encode())
    return base64.b64encode(derived).decode()
