"""The care room's addresses, gathered from its parts: each module here has one list, called ADDRESSES."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from django.urls import URLPattern

app_name = "care"
urlpatterns: list[URLPattern] = [
    address
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name)
    for address in import_module(f"{__name__}.{found.name}").ADDRESSES
]
