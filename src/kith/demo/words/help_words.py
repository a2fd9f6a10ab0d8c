"""What is said of help: why it is offered to this family, what they think of it after, a line on a session."""

from __future__ import annotations

# Why this help, by the kind of help that the family's need calls for.
WHY: dict[str, tuple[str, ...]] = {
    "parenting": ("{parent} asked for ways to get through the mornings without shouting.", "{parent} wants to say no and stay with it, and would like to see how others do."),
    "behaviour": ("School and home both find {child}'s bad days hard, and want to do the same thing about them.", "{parent} would like to understand what comes before {child} loses it."),
    "relationship": ("The arguments are what {child} would change first.", "Both parents say that they agree about the children when they can hear each other."),
    "outside_harm": ("{child} needs one adult outside the family who answers the telephone.", "{child} said yes to this worker and no to everybody else."),
    "short_breaks": ("Nobody in the house has slept through since the spring.", "{child} enjoys other children, and {parent} needs a Saturday."),
    "substance_misuse": ("{parent} asked for this by name, and wants it before the summer.", "{parent} has stopped before with the right people around."),
    "mental_health": ("{parent} has been low for months and would rather talk than be given more tablets.", "{child} watches {parent}'s mood, and {parent} wants {child} to stop having to."),
    "disability": ("{child} does more of the caring than a child should.", "What is hard is the stairs, the bath and the bus, and all three can be helped."),
    "domestic_abuse": ("{parent} wants a plan for being safe that does not depend on anybody's temper.", "What {child} heard is still with {child}."),
    "housing": ("The damp is in the room where the children sleep.", "A letter about the tenancy came on Friday."),
    "debt": ("Six weeks of rent, a loan at the door, and benefits that nobody has claimed.", "The money runs out on the twentieth of each month."),
}  # fmt: skip
WHY_ANY = (
    "The family chose it from three that were put to them.",
    "{parent} looked at what there is and chose this first.",
)

COMPLETED = ("“I was dreading the group. I have their numbers now.”", "“It helped with some things. Bedtimes are still bedtimes.”",
             "“She showed me and did not tell me.”", "“I do it without thinking now, most days.”", "“I am not sure that it did much. It was nice to be asked.”",
             "“Wish somebody had said this when the first one was born.”", "", "", "")  # fmt: skip
STOPPED = (
    "“It was not for us.”",
    "“I could not do Tuesdays any more.”",
    "“We got what we needed by then.”",
    "",
    "",
    "",
)
NEVER = ("“By the time they rang, it was over.”", "“I do not do groups.”", "", "", "")
SESSION_NOTES = ("Came early and stayed to talk.", "Practised at home first and it showed.", "Hard going today; came all the same.",
                 "Brought the baby.", "Both came.", "Talked about the week more than the session.", "Left early for the school run.")  # fmt: skip
STOPPED_REASONS = {"family_chose": 27, "could_not_get_there": 22, "circumstances": 20, "not_reached": 14, "not_the_right_help": 11,
                   "service_ended_it": 6}  # fmt: skip
NEVER_REASONS = {
    "family_chose": 32,
    "waited_too_long": 26,
    "not_reached": 18,
    "could_not_get_there": 14,
    "circumstances": 10,
}
