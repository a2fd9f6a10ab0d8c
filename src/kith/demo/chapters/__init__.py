"""The authority's story, a chapter for each room, in the order in which a family meets them.

A chapter is a module with `write(world, out)`. A later room adds its own to CHAPTERS, before `timeline`, which puts
every event in order and runs the clocks on all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from kith.demo.chapters import (
    access,
    assessments,
    caseloads,
    chronology,
    directory,
    family_network,
    front_door,
    interventions,
    notes,
    people,
    plans,
    timeline,
    workforce,
)
from kith.demo.chapters.care import story as care
from kith.demo.chapters.protection import story as protection
from kith.demo.loader import Loader
from kith.demo.world import World

CHAPTERS: tuple[tuple[str, Callable[[World, Loader], None]], ...] = (
    ("Workforce", workforce.write),
    ("Families", people.gather),
    ("Who is protected", protection.settle),
    ("Who is in care", care.settle),
    ("People", people.write),
    ("Front door", front_door.write),
    ("Plans", plans.write),
    ("Assessments", assessments.write),
    ("Interventions", interventions.write),
    ("Family network", family_network.write),
    ("Caseloads", caseloads.write),
    ("Protection", protection.write),
    ("Care", care.write),
    ("Notes", notes.write),
    ("Chronologies", chronology.write),
    ("Access and tasks", access.write),
    ("Directory of services", directory.write),
    ("Timeline", timeline.write),
)
