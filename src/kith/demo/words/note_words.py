"""What workers write: visits, calls, meetings and supervision, kind and plain, built from parts."""

from __future__ import annotations

OPENINGS = (
    "Visited at home in the afternoon. {child} let me in and showed me the new curtains.",
    "Met at the family hub. {parent} came early and had written down what to ask.",
    "Saw {child} at {school}. We used the quiet room and drew while we talked.",
    "Rang {parent} as agreed. The line was bad, so we kept to two things.",
    "Called in after school. Everyone was in the kitchen and the tea was on.",
    "Went with {parent} to the appointment and stayed for the second half.",
    "Home visit, planned. The flat was warm and tidy, and the little ones were playing on the rug.",
    "Met {parent} on a walk round the park, which is easier than sitting down.",
    "Visited before school to help with the morning. It went better than last week.",
    "Saw the children on their own first, then all together.",
    "Unplanned visit because I was close by. {parent} was pleased and said so.",
    "Met at {school} with the class teacher and {parent}.",
)
MIDDLES = (
    "{child} talked about football and then about bedtime, which is still hard.",
    "{parent} said that the mornings are calmer since the list went on the fridge.",
    "We went through the plan. Two things are done and one has slipped.",
    "{child} said that school is all right and that lunch is the best part.",
    "{parent} is worried about money until the end of the month. I rang the hub from there.",
    "We talked about what happens when tempers go, and who takes a walk.",
    "The health visitor has been and is pleased with how the baby is growing.",
    "{child} asked whether I would still come after the summer. I said until when, and who after.",
    "Attendance has gone up. {child} has missed one day since we last met.",
    "{parent} has been to the group twice and made a friend there.",
    "Sleep is better: four nights out of seven, by {child}'s own count.",
    "Nan was there and is happy to have them on Wednesdays.",
    "{parent} told me about the week before last, and how they got through it.",
    "We filled in the form together. It took an hour and a pot of tea.",
    "{child} had made a card for the teacher and was proud of it.",
)
CLOSES = (
    "Next visit in two weeks; I will ring the school before then.",
    "Agreed: {parent} will ring the doctor, I will ask about the bed.",
    "I will bring the scoring sheet next time and {child} will choose the colours.",
    "To do: letter to housing this week, and a call on Friday.",
    "No change to the plan. {child} knows how to reach me.",
    "I said that I would check about the club and text by Thursday.",
    "We will look again at the goal about mornings when we next meet.",
    "Followed up with {school} the same day.",
)
SIBLING = (
    "{child} was quieter than the others and stayed near the window. I will see {child} alone next time.",
    "{child} had good news from school and wanted it written down.",
    "{child} said that sharing a room is hard and asked if anything can be done.",
    "{child} played throughout and came over for a story at the end.",
    "{child} would like to see more of Grandad and said when.",
)
WITHHELD = (
    "{parent} told me something about health that the children do not know, and asked that it stay so for now.",
    "What the other parent said about moving away is not to be passed on until they have told the children.",
    "A relative rang and asked that their name be kept out of it.",
)
TITLES = {"visit": "Home visit", "telephone": "Telephone call", "meeting": "Meeting", "case_note": "Note", "manager": "Manager's note",
          "child_words": "What {child} said"}  # fmt: skip
CHILD_SAID = (
    "“I like it when you come because Mum laughs more.”", "“I want to stay at my school. Can you write that big?”",
    "“I was worried but I am a bit less worried now.”", "“Can we have the same worker next year?”",
    "“It is better. Not all better.”", "“I told my friend and she said I should tell you.”",
    "“I don't want a meeting about me without me.”", "“I slept all night and nobody had to come.”",
)  # fmt: skip
MANAGER = (
    "Read the plan and the last notes. The work is with the right goals; the visit to school is the next thing.",
    "Spoke about drift: two actions have slipped. New days agreed, and I will look again in a month.",
    "The family know who leads and why. Step down is in sight if the next score is as good.",
)
DISCUSSED = (
    "Went through the last three visits. {name} described what {child} is like and what has changed.",
    "Spoke about what is going well, and about the two missed visits and why.",
    "Looked at the scores together. The family put themselves higher than we do, which is worth asking about.",
    "Thought about who else matters to {child} and whether they have been asked.",
    "Talked about how the work feels, and what would help it move.",
)
DECIDED = (
    "Keep to the plan; see {child} alone before the next meeting.", "Ask the school nurse to the next meeting.",
    "Bring the family's own people together within the month.", "Prepare to step down, with the family, if the next six weeks hold.",
    "Joint visit with the manager next week.", "Ask again about housing, in writing.",
)  # fmt: skip
WELLBEING = ("Managing. Leave booked for half term.", "Busy but well. Proud of one family's progress.", "A heavy month; one family to be handed over.",
             "Settling in and asking good questions.", "Tired after a hard week; a day back agreed.")  # fmt: skip
