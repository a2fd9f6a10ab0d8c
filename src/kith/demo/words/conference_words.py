"""What is written of conferences and core groups, and seen on visits to children on protection plans."""

from __future__ import annotations

WHERE = (
    "The conference room, first floor",
    "Family hub, the quiet room",
    "By video; the parents sat with their advocate at the hub",
    "School, the library",
    "The town hall annexe",
)
GOING_WELL: tuple[tuple[str, ...], ...] = (
    ("{parent} has been at every appointment.", "{child} is in school each day and on time.", "The house feels calmer.", "The grandparents have kept to what they said.", "{parent} said in front of everyone what went wrong.", "The brothers and sisters are close."),
    ("The school sees a child who laughs again.", "The health visitor has weighed {child} each week, and it is well.", "{parent} rang before it went wrong, twice.", "The neighbour helps in the mornings.", "Money is less tight since the summer."),
)  # fmt: skip
WORRIES: tuple[tuple[str, ...], ...] = (
    ("It has happened before and got better before.", "{parent} sees the partner still.", "Nobody knows what happens at weekends.", "Drinking has moved from the evening to the afternoon.", "{child} does not say what the others have said.", "Appointments for teeth and eyes were missed again."),
    ("If it goes on {child} will learn to live with it.", "The little one cannot tell anybody.", "The plan rests on one tired person.", "There is no plan yet for a bad night.", ""),
)  # fmt: skip
DISCUSSION: tuple[tuple[str, ...], ...] = (
    ("The social worker went through the enquiry.", "The chair asked {parent} to speak first.", "The school read out what {child} had drawn and written."),
    ("Health spoke of the last year.", "Police gave the dates and said what they do not know.", "The grandmother said what she has seen on Sundays."),
    ("Not everybody saw it the same way, and it was said.", "All agencies agreed.", "There was a break after which {parent} came back.", "The chair summed up twice, the second time in plainer words."),
)  # fmt: skip
MUST_CHANGE: tuple[tuple[str, ...], ...] = (
    ("The children are never alone with him until the assessment is done.", "Somebody sober is with the children at night.", "{child} is at school each day, fed and rested.", "Nobody hits anybody in this house.", "Each missed appointment is made up within the week."),
    ("We know it from the school's record and from {child}.", "We know it from visits that are not announced.", "We know it when {child} says so, without being asked.", "{parent} keeps a diary, and shows it."),
)  # fmt: skip
IF_NOT = ("The service asks its lawyers whether it is time for the court.", "We meet again before the three months are up.", "The chair is told the same week, and a legal gateway meeting is asked for.", "The children stay with their grandparents, if they and {parent} agree.")  # fmt: skip
NOT_QUORATE = ("Police and health were not there. The chair went on, since the family had come and waiting would be worse; their reports were read out.", "Only the school could come. The chair went on and rings the others on the day.")  # fmt: skip
LEFT_OUT = ("There is an order that he may not come near the children's mother. He wrote, and what he wrote was read.", "She would not have been safe to speak with him in the room. He is told by the chair afterwards.")  # fmt: skip
OTHERWISE = ("I do not think that the children are at risk. I think that we are poor.", "I would have ended it today.", "The category is wrong: it is about what he does, not about what I do not do.", "I would have gone on for another three months.")  # fmt: skip
REASONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "plan": (("{child} is likely to suffer significant harm without a plan that everybody carries.", "What was found is serious and has gone on for long.", "The parents want it to stop and cannot do it alone yet."),
             ("Each agency present thought so.", "All but one agreed.", "{parent} agreed with the worry, if not with the word for it.")),
    "no_plan": (("The risk has gone down since the enquiry, and the family did that.", "{child} is not likely to suffer significant harm with the help that is there.", "The one who hurt {child} has left, and the order holds."),
                ("A plan as a child in need is enough.", "Help goes on, and we ask how it is in six weeks.", "The agencies agreed after some talk.")),
    "plan_continues": (("Something has changed, and not yet enough.", "It is going the right way; it is new.", "Two of the five things have been done."),
                       ("We want to see it hold over a winter.", "{child} says that it is better and not over.", "There has been one bad week.")),
    "plan_ends": (("What had to change has changed, and {child} says so.", "{child} is safe enough without a protection plan.", "It has held for months, seen by school, health and us."),
                  ("Help goes on as a child in need.", "The family's own people keep it up.", "{parent} knows whom to ring.")),
}  # fmt: skip
ADVOCATES = ("Imogen Sayle", "Kwabena Osei-Bonsu", "Ffion Pryce", "Rukhsana Mir", "Dermot Healy")
AGREED = ("A visit each week for the first month, one of them at tea time", "A letter from the school each Friday", "A parenting assessment by the spring", "An agreement, signed, on who may be in the house", "Hair strand tests each three months",
          "{parent} goes to the recovery service", "Work with the children on staying safe", "The family's own meeting within six weeks", "The health visitor weighs the baby weekly", "A referral to the domestic abuse service", "Housing looks at the damp")  # fmt: skip
END_WORDS = ("The parents know what to do on a bad day, and have done it.", "Six quiet months.", "He has gone, and she is glad of it.", "The children are with their grandmother and it is settled.", "The school says it is another child.")  # fmt: skip
CORE_WELL: tuple[tuple[str, ...], ...] = (
    ("Both children were at school every day.", "No call from police since we last met.", "{parent} went to three of four sessions.", "The room upstairs is done, with a bed for each.", "{child} has begun to sleep through."),
    ("The grandmother's Wednesdays are working.", "{parent} said no to a visitor, and it cost something.", "Teeth and eyes are seen to.", "The key worker and {child} get on.", ""),
)  # fmt: skip
CORE_WORRIES: tuple[tuple[str, ...], ...] = (
    ("One missed session, and no reason given.", "The partner has been seen nearby.", "There is less food at the end of the month.", "{child} was late three times.", "Nothing new.", "The test in June has not come back."),
    ("We ask again in a month.", "Health is to look at it.", "The plan has a date for that now.", ""),
)  # fmt: skip
CHILD_IN_GROUP = ("“Tell them it is better. Not good, better.”", "“I want to go swimming again.”", "“Nan should come to the meeting.”", "“Can it be after football?”", "", "", "")  # fmt: skip
SEEN: tuple[tuple[str, ...], ...] = (
    ("The house was warm.", "Washing up in the sink, and tea on the stove.", "The curtains were drawn at noon.", "Toys out on the floor.", "Everyone was up and dressed.", "There was nothing in the fridge but milk.", "A new lock on the door."),
    ("{child} showed a reading book.", "{child} sat close to {parent} the whole time.", "{parent} was tired and said so.", "{parent} talked about the week, the bad evening too.", "{child} came to the door first.", "The little ones were asleep.", "We talked in the garden."),
    ("Bedrooms are fine.", "We went through the plan and ticked two things.", "We talked about Christmas.", "The worker asked who had been round.", "{child} and the worker drew for half an hour.", "Nobody else was there."),
)  # fmt: skip
NEXT = (
    "The same day next week.",
    "Ring the school about the trip.",
    "Bring the form for the club.",
    "Ask the manager about nursery hours.",
    "Speak with Dad on Thursday.",
    "",
)
NOT_SEEN = (
    "Was at a friend's",
    "At the grandmother's, as planned",
    "Asleep, and not woken",
    "Was out with the father",
    "Would not come down",
)
VISIT_WORDS = ("“We had pancakes.”", "“Look what I made.”", "“It is boring but OK.”", "“Mum has not shouted.”", "“I want my own room.”", "“Can you stay for tea?”", "“He came on Sunday. Mum sent him off.”", "“I got a certificate.”")  # fmt: skip
