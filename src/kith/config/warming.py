"""Reading what pages are made of, once, before anybody asks for one: addresses with their views, and every template."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

OURS = Path(__file__).resolve().parents[1]


def read_all_pages() -> int:
    """Import every view and read every template of Kith's own into this process; return how many templates there were."""
    assert get_resolver().reverse_dict  # what `reverse` reads when it is first called
    found = 0
    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(OURS):
            for file in folder.rglob("*.html"):
                get_template(str(file.relative_to(folder)))
                found += 1
    return found
