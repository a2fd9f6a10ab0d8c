"""What protection adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.protection.sections.conference import register_conference
from kith.casework.protection.sections.core_group import register_core_group
from kith.casework.protection.sections.decisions import register_decisions
from kith.casework.protection.sections.enquiry import register_enquiry
from kith.casework.protection.sections.figures import register_figures
from kith.casework.protection.sections.legal import register_legal
from kith.casework.protection.sections.outside import register_outside


def register_all() -> None:
    """Register every section of this room."""
    register_conference()
    register_core_group()
    register_decisions()
    register_enquiry()
    register_figures()
    register_legal()
    register_outside()
