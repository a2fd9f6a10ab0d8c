"""What pages are made of is read before anybody asks."""

from __future__ import annotations

from django.template import engines

from kith.config.warming import read_all_pages


def test_every_template_of_the_house_can_be_read_and_is_kept() -> None:
    """A template that is read is kept by the loader, so that no page waits for it."""
    assert read_all_pages() > 200
    (loader,) = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    kept = {key for key in loader.get_template_cache if key.endswith("people/person.html")}
    assert kept
