"""The kinds of thing that a chronology tells apart, in plain words, by the kinds of event that each gathers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

# The chronology says these otherwise: a note stands there itself, and work on a chronology is not what happened.
NOT_TOLD = (
    "timeline.note_written",
    "timeline.note_changed",
    # That a paper was sent is told; work on it before that is not what happened.
    "protection.paper_made",
    "protection.paper_changed",
)
NOT_TOLD_BEGINNING = "timeline.chronology_"


@dataclass(frozen=True)
class Kind:
    """One kind of thing: events whose kind begins so or is one of these, and is none of those."""

    label: str
    begins: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def holds(self, event_kind: str) -> bool:
        """Return whether an event is of this kind."""
        return event_kind in self.among or (
            event_kind.startswith(self.begins) and event_kind not in self.without if self.begins else False
        )

    def condition(self) -> Q:
        """Return the same for a query over whom events are about."""
        found = Q(event__kind__in=self.among)
        for beginning in self.begins:
            found |= Q(event__kind__startswith=beginning) & ~Q(event__kind__in=self.without)
        return found


HELP = ("front_door.help_given", "plans.help_given")
MOVES = ("people.moved_home",)
KINDS: dict[str, Kind] = {
    "front_door": Kind("Contacts and referrals", ("front_door.",), without=HELP),
    "assessment": Kind("Assessments", ("family_help.assessment_",), among=("family_help.child_seen",)),
    "plan": Kind("The plan", ("plans.", "family_help.child_in_need_plan_"), without=HELP),
    "help": Kind(
        "Help given",
        ("family_help.delivery_", "family_help.intervention_", "family_help.session_"),
        among=HELP,
    ),
    "network": Kind(
        "The family’s own people",
        ("family_help.meeting_", "family_help.network_"),
        among=(
            "people.network_grew",
            "family_help.family_plan_answered",
            "family_help.stays_in_touch",
            "family_help.no_longer_in_touch",
            "family_help.nobody_stays_in_touch",
        ),
    ),
    "moves": Kind("Moves", ("care.placement_", "care.move_"), among=MOVES),
    "protection": Kind("Protection", ("protection.",)),
    "family": Kind("Person and family", ("people.",), without=(*MOVES, "people.network_grew")),
    "workers": Kind("Workers", ("workforce.",)),
}
NOTES = "notes"  # visits, calls, meetings and what a child said: notes, which are no events
OTHER = "other"


def choices() -> list[tuple[str, str]]:
    """Return every kind with its words, in the order in which the page offers them."""
    return [
        (NOTES, "Notes and visits"),
        *((code, kind.label) for code, kind in KINDS.items()),
        (OTHER, "Anything else"),
    ]


def label_of(event_kind: str) -> str:
    """Return the words for an event's kind."""
    return next((kind.label for kind in KINDS.values() if kind.holds(event_kind)), "On the record")


def condition_of(codes: frozenset[str]) -> Q:
    """Return which events are of any of these kinds, for a query over whom events are about."""
    found = Q(pk__in=[])
    for code in codes & KINDS.keys():
        found |= KINDS[code].condition()
    if OTHER in codes:
        any_known = Q(pk__in=[])
        for kind in KINDS.values():
            any_known |= kind.condition()
        found |= ~any_known
    return found
