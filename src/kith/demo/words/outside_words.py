"""What is written of young people who are missing, or harmed outside the home, and of those who pose a risk."""

from __future__ import annotations

FROM = ("Home", "Home, after tea", "School, at lunchtime", "An aunt's house", "The bus stop")
KNOWN = ("Was upset about the weekend, and left without a coat.", "Has a second telephone. Friends say that there is a flat on the ring road.", "Took a bag this time. It may be to see the boyfriend.", "Left no word; was laughing an hour before.")  # fmt: skip
FOUND_WHERE = (
    "At a friend's house",
    "At the station",
    "Came home by themselves",
    "In a flat that police know",
    "In the park",
)
FOUND_HOW = (
    "Cold and hungry, and went straight to bed.",
    "Well. Did not want to talk, and had tea.",
    "With a bruise on one wrist, seen by a nurse.",
    "Quiet. There was a car outside.",
)
ANSWER_WORDS = (
    "“OK. Not at school.”",
    "“If it is her from the project.”",
    "“Whatever.”",
    "“I have nothing to say.”",
)
HELD_BY = ("Thornfield Youth Project", "The missing team's own worker, not of the case", "An advocate")
WHERE_THEY_WERE = ("“At a house. I am not saying whose.”", "“Just round. On buses.”", "“With Jay and them.”")
WHY_LEFT = (
    "“They were shouting again.”",
    "“I wanted to see him.”",
    "“I owed somebody.”",
    "“It is boring at home and nobody asks.”",
)
WOULD_HELP = (
    "“If someone came and got me and did not shout.”",
    "“A job.”",
    "“Nobody texting me.”",
    "“My dad.”",
)
SIGNS: tuple[tuple[str, ...], ...] = (
    ("School has seen new things that nobody bought.", "Police stopped the young person two towns away.", "A friend's mother rang about messages.", "Missing four times since the spring."),
    ("Tired in the mornings, and angry when asked.", "Older boys wait at the gate.", "Has stopped seeing old friends.", "The telephone rings all night."),
)  # fmt: skip
OWN_STRENGTHS: tuple[tuple[str, ...], ...] = (
    ("Draws, and is good at it.", "Looks after a small brother.", "Boxes on Tuesdays, and the coach would come for them.", "Wants to finish school."),
    ("Mum looks at the telephone together with them each evening.", "A grandfather who is listened to.", "One teacher who is trusted."),
)  # fmt: skip
YOUNG_SAYS = (
    "“They are my mates. You would not get it.”",
    "“I cannot just stop.”",
    "“I did not know that was what it is called.”",
    "“Do not make my mum cry.”",
)
PARENTS_SAY = (
    "“I drive round at night. I know the cars.”",
    "“I rang everybody. You are the first who came.”",
    "“He is a good boy and he is frightened.”",
)
ANALYSIS: tuple[tuple[str, ...], ...] = (
    ("Somebody else makes money from this young person.", "What is offered is friendship, and then there is a debt.", "It is outside the home; the parents protect as well as anyone could."),
    ("The work is with the people and places that do it, as much as with the young person.", "It can be stopped at the flat sooner than at the school gate."),
)  # fmt: skip
DECISION: tuple[tuple[str, ...], ...] = ((
    "The signs come from more than one place.", "It has got more in six weeks.", "There are few signs, and they are new."), ("Police share this view.", "The project thinks it is more than we do.", ""))  # fmt: skip
STEPS = (("young_person", "Boxing twice a week, and somebody to go along", "Key worker"), ("family", "Mum has a number that is answered at night", "Social worker"), ("people", "Police visit the flat, and the men are told that they are known", "Police"),
         ("places", "A guard and lights at the station until ten", "Community safety"), ("peers", "The group's other parents are asked together", "School"))  # fmt: skip
WHY_REFERRED = (
    "Found with drugs that are not theirs, far from home, with a debt that grows.",
    "Taken by car to a flat and kept there over two nights.",
    "Told what to do by adults who keep the telephone.",
)
SUPPORT = "An independent guardian, a lawyer, and a bed that the others do not know."
MAPS = (
    ("Harm around the bus station", "bus station", "To see what joins young people who are harmed at one place, so that it can be stopped there. Children Act 1989, section 47; public task.",
     (("place", "Bus station, bay six"), ("place", "Fried chicken shop, upper floor"), ("adult", "A man known as Uncle"), ("group", "The bay six lot"))),
    ("Ring road flat", "flat", "To see who comes and goes at one address where young people have been found. Agreed with police; public task.",
     (("place", "Flat on the ring road"), ("adult", "A tenant, thirties"), ("group", "Drivers"))),
    ("Group at the park gates", "park", "To understand a group in which young people harm each other, and to work with all of it. Public task.",
     (("place", "Park gates after school"), ("group", "Park gates"))),
)  # fmt: skip
LINKS = ("Seen together", "Gives lifts to", "Was found at", "Owes money to", "Goes there after school")
SOURCES = ("A young person, to the project", "Police, sighting", "School gate, twice", "A parent")
MARK_KNOWN = (
    "The enquiry found that he hit the child, and he said so.",
    "Cautioned for an assault on a partner with a child in the room.",
    "A court found that he had harmed a child of an earlier family.",
)
MARK_DO = (
    "Nobody visits alone while he is there. He is not with the children unless somebody is who has agreed to it.",
    "Ring police if he is at the house. Do not tell him where the children are.",
)
MARK_TOLD = (
    "Told in person by the social worker, with the reason.",
    "Not told yet: it would put the mother in danger. To be looked at again.",
)
MARK_LOOKED = (
    "Still right: he lives nearby and writes to the children.",
    "Still right. He has begun a programme; to be looked at when it ends.",
)
AUTHORITIES = (
    "Another county's children's services",
    "A city's children's services, up north",
    "A neighbouring borough",
)
NOT_TAKEN_ON = "The family went back after three weeks, and the plan goes on there."
PASSAGES = ("Who was there", "What we talked about", "What was decided, and why")
PASSAGE_WORDS = (
    "Everyone who was asked is listed with what they sent.",
    "In the family's words first.",
    "As in the decisions, child by child.",
)
