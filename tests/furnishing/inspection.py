"""What is asked of every page: no accessibility violation, one heading, a title, no sideways scroll, a clean print."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (1280, 390)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a page says it is, asked at once: each question to the browser costs as much as its answer.
TOLD = """() => ({
  title: document.title,
  headings: [...document.querySelectorAll("h1")].map(one => one.innerText),
  begins: (document.querySelector("main")?.innerText ?? "").slice(0, 200),
})"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAVIGATION_SHOWN = """() => [...document.querySelectorAll("nav, header, .govuk-back-link, .govuk-skip-link, button")]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height > 0).length"""
# GOV.UK's own layout puts the back link between the header and main, where it is read in its order.
LEFT_OUT = {"region": {"enabled": False}}


@cache
def _axe() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return str(Axe().axe_script)


def violations(page: Page) -> list[str]:
    """Return axe's violations on the page as it is now, each with where it is and how to see why."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())
    found = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations.map(one =>"
        " `${one.id}: ${one.help} (${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')})`))",
        {
            "resultTypes": ["violations"],
            "runOnly": {"type": "tag", "values": RULES},
            "rules": LEFT_OUT,
        },
    )
    return [str(one) for one in found]


def faults(page: Page, *, looked_at: tuple[int, ...] = WIDTHS) -> list[str]:
    """Return what is wrong with the page that is open, at each width and on paper; none is what is wanted.

    Axe looks at the widths of `looked_at`; that nothing scrolls sideways is asked at every width.
    """
    wrong = []
    page.wait_for_load_state(
        "load"
    )  # a page that was pressed for may have its address before it has its words
    told = page.evaluate(TOLD)
    headings, title = told["headings"], told["title"]
    if len(headings) != 1:
        wrong.append(f"{len(headings)} h1 headings: {headings}")
    own_title = title.partition(" – Kith")[0].removeprefix("Error: ").strip()
    if not own_title or own_title == "Kith" or " – Kith, " not in title:
        wrong.append(f"the title does not name the page: {title!r}")
    elif headings and not _words(own_title) & _words(f"{headings[0]} {told['begins']}"):
        wrong.append(f"the title {own_title!r} is not about {headings[0]!r}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(SIDEWAYS)
        if wide > 0:
            wrong.append(f"at {width} the page scrolls sideways by {wide} pixels")
        if width in looked_at:
            wrong += [f"at {width}: {one}" for one in violations(page)]
    page.emulate_media(media="print")
    shown = page.evaluate(NAVIGATION_SHOWN)
    if shown:
        wrong.append(f"{shown} parts of the navigation are printed")
    page.emulate_media(media="screen")
    return wrong


def _words(sentence: str) -> set[str]:
    return {word.strip(".,:?!’'").lower() for word in sentence.split()}
