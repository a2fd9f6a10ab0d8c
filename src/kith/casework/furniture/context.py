"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the authority's name, the signed-in worker, and whether this is the demonstration."""
    return {
        "authority_name": settings.AUTHORITY_NAME,
        "worker": getattr(request, "worker", None),
        "is_demo": settings.DEMO,
    }
