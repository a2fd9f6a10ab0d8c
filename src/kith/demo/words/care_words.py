"""What is written of children in care: why, where, what was said at reviews and on visits, and what they want."""

from __future__ import annotations

Parts = tuple[tuple[str, ...], ...]

HOUSES = ("Elm", "Larch", "Kestrel", "Meadow", "Bramble", "Harbour", "Juniper", "Skylark", "Rowan", "Willow", "Cobble", "Fern", "Orchard", "Heron", "Wren", "Linden",
          "Primrose", "Foundry", "Lantern", "Maple", "Teasel", "Quarry", "Beacon", "Thistle", "Mill", "Swallow", "Birch", "Tern")  # fmt: skip
WHY: dict[str, tuple[str, ...]] = {
    "N1": ("The children were not safe at home, and what was tried had not changed it.", "The court made an interim order: they had been hurt, and nobody could say how."),
    "N2": ("Caring at home has become more than the family can do alone.",),
    "N3": ("Their mother is very ill and cannot look after them for now; she asked us to.", "A parent went into hospital, and there was nobody else."),
    "N4": ("Everything came at once, and the family asked for time.",),
    "N5": ("Living together had broken down, and nobody could mend it that week.", "Nobody at home would have them back after the last night."),
    "N6": ("Nobody could keep them safe from what they were drawn into.",),
    "N7": ("The family had lost their home and had no money.",),
    "N8": ("They came by themselves and there is nobody here who could look after them.",),
}  # fmt: skip
CHILD_ON_COMING = ("“Can I take the cat?”", "“I want to stay with my sister.”", "“Where will I go to school?”", "“When do I see Mum?”", "“At least it is quiet here.”", "")  # fmt: skip
END: dict[str, tuple[str, ...]] = {
    "home": ("Home, after weekends that went well. Help goes on.", "Home again; the family's own people are in and out."),
    "order": ("With the carers for good, under an order.", "The relatives who had them all along are their guardians now."),
    "adopted": ("Adopted.",),
    "grown": ("Eighteen, with a plan and an adviser of their own.", "Eighteen. They stay where they are.", "Eighteen, and a flat with somebody who calls."),
    "else": ("Elsewhere, and the other authority has everything in writing.", "Not in care any more; the door is open."),
}  # fmt: skip
CHILD_ON_LEAVING = ("“About time.”", "“I will miss the dog.”", "“Can I still ring you?”", "“I am scared of the first night.”", "", "")  # fmt: skip
STAY_ENDED: dict[str, tuple[str, ...]] = {
    "CARPL": ("As planned: a home to stay in.", "The plan said so from the start.", "To be with a brother or sister."),
    "CREQB": ("The carers asked for it to end after a hard month.",), "CREQO": ("The carer fell ill.", "The carers' own child came home."),
    "CHILD": ("The young person asked to move.",), "PLACE": ("They stay; the placement is long-term now.",), "CLOSE": ("The home closed.",),
    "ALLEG": ("Something was said that has to be looked into first.",), "STAND": ("The home was not good enough.",), "LAREQ": ("The authority asked for it to end.",),
    "APPRR": ("The carers are no longer approved.",), "OTHER": ("It could not go on.",), "CUSTOD": ("Custody.",),
}  # fmt: skip
LONG_TERM: Parts = (
    (
        "{child} goes home if the four things have changed by the summer.",
        "{child} stays with these carers until grown up.",
        "The court decides; until then {child} stays.",
        "A home with relatives, under an order, by the spring.",
        "Towards a home of {child}'s own at eighteen.",
    ),
    (
        "Everybody knows the date.",
        "It is looked at at each review.",
        "The family said what they think of it.",
    ),
)
WHY_HERE: Parts = (
    (
        "It is the nearest home with room.",
        "The carers know what {child} has been through.",
        "School stays the same.",
        "It has room for brothers and sisters.",
    ),
    (
        "{child} has a room of their own.",
        "There is a garden and a dog.",
        "They have done this for years.",
        "It is further than anybody wanted.",
    ),
)
WISHES = ("“I want to see Nan every week.”", "“Do not make me change school.”", "“I want a lock on my door.”", "“I want to go home.”", "“It is OK here. Leave it.”", "“I want my brother to sleep over.”")  # fmt: skip
FAMILY_THINK = ("Mum agrees for now and wants to be told first.", "Dad thinks that it should have been his sister.", "They do not agree, and said so kindly.", "They want more time together than they have.")  # fmt: skip
FAMILY_AND_FRIENDS = ("Grandmother each Sunday; a call before bed on Wednesdays.", "Mum each week at the hub, Dad by video.", "Friends come round; a sleepover each month.", "Brothers and sisters each fortnight, and birthdays together.")  # fmt: skip
IDENTITY = ("Church on Sundays when the young person wants to.", "Hair is done by somebody who knows how.", "Halal food, and Eid with the uncle.", "The books about where they come from are by the bed.", "Speaks two languages, and keeps both.")  # fmt: skip
HEALTH = ("Well. Inhaler at night. The dentist in March.", "Sleep is better. The nurse comes again in six months.", "Glasses lost twice. Growing as they should.", "Waits for the mental health team; the carers are rung meanwhile.")  # fmt: skip
EDUCATION = ("In school each day, behind in maths and catching up.", "The designated teacher is the one they talk to.", "Two days out of ten missed; the plan is to walk in with a friend.", "Has a place at college for the autumn.", "Loves it.")  # fmt: skip
FEELINGS = ("Night-time is hardest. A light stays on.", "Angry on Mondays after family time, and it passes.", "Hides food. Nobody makes anything of it.", "Laughs again.")  # fmt: skip
IF_NOT = ("The grandmother has said that she would be asked first.", "We meet within the week, with the reviewing officer.", "Respite with the same second carers, and no move at night.")  # fmt: skip
DAYS: Parts = (
    (
        "Up at seven, and music helps.",
        "Breakfast before talking.",
        "Nobody stands in the doorway at bedtime.",
    ),
    (
        "Screens go off at nine, and everybody's do.",
        "Football on Tuesdays and Thursdays.",
        "Saturday is pancakes.",
        "A walk is better than a talk.",
    ),
)
PLAN_VISITS = ("Every six weeks, and more if asked.", "Weekly until the review.", "Every three months; a message in between.")  # fmt: skip
REVIEW_SAID: Parts = (
    (
        "We met at the carers' table.",
        "It was at school, as {child} wished.",
        "{child} chaired the first half.",
        "We met in two parts, since not everybody can be in one room.",
    ),
    (
        "School is going well.",
        "Family time was talked about longest.",
        "The plan is right and slow.",
        "Nobody had told {child} about the move, and that was said.",
    ),
    (
        "The carers spoke of the nights.",
        "Grandmother wrote a letter.",
        "The nurse's report was read.",
        "Two of the last decisions were not done, and have new days.",
    ),
)
REVIEW_CHILD = ("“I like it here.”", "“Tell them to answer my messages.”", "“I want to see my brother more.”", "“Can I go on the trip?”", "“I do not want another social worker.”", "“Nothing to say. Is there cake?”", "")  # fmt: skip
REVIEW_PARENT = ("Mum is proud of the report from school.", "Dad could not come and sent a message.", "They want the calls to be longer.", "")  # fmt: skip
REVIEW_CARER = ("A joy, and tired by Friday.", "We would like to be told sooner.", "Sleeps through most nights now.", "It has been a hard term.")  # fmt: skip
REVIEW_PLAN = ("Yes; go on.", "The part about school has to be written again.", "Yes, and faster.", "Family time has to change first.")  # fmt: skip
DECISIONS = ("A bicycle, and the form for it", "Family time with grandmother each week, written down", "The school trip: consent and money", "Life story work begins", "A visit to the brother in half-term",
             "The passport is asked for", "The dentist, again", "A mentor from the youth service", "The care plan is brought up to date", "Savings account opened", "A decision on long-term fostering by panel")  # fmt: skip
NOT_DONE = ("The form was returned twice.", "Nobody took it on after a colleague left.")  # fmt: skip
REVIEW_PLACES = ("At home with the carers", "School, the small library", "Family hub", "The café by the park, as asked for", "By video")  # fmt: skip
LATE_REVIEW = ("The young person was away that week and wanted to be there.", "The reviewing officer was ill, and nobody else was to do it.", "The report was not ready.")  # fmt: skip
VISIT: Parts = (
    (
        "Homework on the table.",
        "The house was warm and loud.",
        "We talked in the car.",
        "{child} made the tea.",
        "A new poster, and the bed made.",
        "The little ones were in the garden.",
    ),
    (
        "{child} showed photographs.",
        "{child} did not want to talk, and we played cards.",
        "We looked at the plan and crossed things out.",
        "The carers had kept the school reports.",
        "{child} asked about the judge.",
    ),
    (
        "Nobody was worried.",
        "The carers are tired.",
        "There is talk of a move, and {child} had heard it.",
        "All well.",
        "",
    ),
)
VISIT_CHILD = ("“It is fine.”", "“I beat you twice.”", "“When is Mum coming?”", "“They are kind.”", "“I hate the bus.”", "“Can I have a phone?”", "“Nan brought cake.”", "")  # fmt: skip
VISIT_CARERS = ("Settled since the half-term.", "Eats better.", "We need an answer about the holiday.", "Family time was cancelled again, and we saw what it does.", "")  # fmt: skip
VISIT_NEXT = ("Ring school about the trip.", "Answer about the holiday by Friday.", "The same time in six weeks.", "Bring the album.", "")  # fmt: skip
NOT_SEEN = ("Was at football", "Would not come out of the room", "Was on a school trip", "Had gone to stay with a friend, as agreed")  # fmt: skip
NOT_ALONE = ("Did not want to be alone with me", "The carer stayed in the kitchen, within earshot", "Asleep for most of it")  # fmt: skip
NO_BEDROOM = ("Did not want it to be seen today", "Was being painted", "We met out")  # fmt: skip
LATE_VISIT = ("The worker was ill.", "The carers were away.", "Two visits were moved for court.")  # fmt: skip
HEALTH_FOUND = ("Well, and growing as they should.", "Eczema; cream twice a day.", "Immunisations to be caught up.", "Sleeps badly. Referred.", "Glasses needed.")  # fmt: skip
HEALTH_NEXT = ("Carers take them to the optician by the end of the month.", "The nurse rings in six weeks.", "Nothing but the dentist.")  # fmt: skip
LATE_HEALTH = ("No appointment was to be had in the other area.", "Consent came late.", "The first appointment was missed.")  # fmt: skip
SDQ_WORDS = ("A little better than last year.", "Bedtimes and temper; the carers have had a course.", "High. Asked for help from the mental health team.", "")  # fmt: skip
APART = ("No home within reach has room for them all, and we go on looking.", "They need different things for now, and both say so.", "The elder frightened the younger, and it is being worked on.")  # fmt: skip
TOGETHER = ("They have only each other who knows what it was like.", "They asked for it, each alone, and it works.", "The carers have room and say that it is easier with both.")  # fmt: skip
SIBLING_WORDS = ("“She is mine.”", "“He annoys me. I want to stay with him.”", "“I want my own room and the same house.”", "“I miss her most at night.”", "")  # fmt: skip
TIME_WORDS = ("“We made a cake.”", "“She cried when I went.”", "“It was too short.”", "“Dad was funny.”", "“I did not want to go, and then I did.”", "")  # fmt: skip
TIME_HOW = ("Warm. They played and ate.", "Quiet at first.", "Hugs at the door, and an easy goodbye.", "Phones away, cards out.", "Hard to leave.")  # fmt: skip
WHY_SUPERVISED = ("So that the children feel safe; it is looked at again in three months.",)  # fmt: skip
PROMISES = ("I will always be at the end of the telephone.", "Christmas dinner, every year.", "She can come here at thirty as she can at ten.", "")  # fmt: skip
ROUTE_WHY: dict[str, str] = {
    "reunification": "The parents have done most of what they set out to do.", "relatives": "There are relatives who want them and can.", "long_term_fostering": "They belong there, and say so.",
    "adoption": "There is no safe way home in time for somebody so young.", "residential": "This home is the best for them, and settled.", "independence": "Nearly grown, and wants a home of their own.",
    "not_yet": "The court has yet to decide.",
}  # fmt: skip
OTHERWISE = ("The other grandmother is asked next.", "Long-term fostering where they are.", "")  # fmt: skip
MOVE_REASONS: Parts = (
    (
        "It is the plan.",
        "The carers asked for it to end.",
        "A home was found that can have them for good.",
        "The young person asked.",
    ),
    (
        "It is nearer to school.",
        "It was the only home to be had that week.",
        "It keeps the family's people within reach.",
        "There is more help in the house.",
    ),
)
ALTERNATIVES = ("To wait for a nearer home: none was to be had in four weeks.", "To stay with more help: the carers said no.", "With the aunt: she was asked and could not.")  # fmt: skip
MOVE_CHILD = ("“OK. If I can take my bike.”", "“I do not want to go.”", "“Can I see it first?”", "“As long as I stay in my school.”")  # fmt: skip
WHAT_IS_DONE = ("A taxi to the old school until the summer.", "Family time is moved to weekends, and paid for.", "Friends are asked to stay in half-term.", "The old carers ring on Sundays.")  # fmt: skip
TOO_YOUNG = "Too young to be asked in words"
SCHOOL_REASONS = ("The journey from the new home took over an hour each way.", "There was no way to get to the old school from there.", "The new school has the help that the plan asks for.")  # fmt: skip
SCHOOL_ALTERNATIVES = ("A taxi to the old school: tried for two weeks, and too tiring.", "To stay until the summer: the school and the carers thought it too far.")  # fmt: skip
SCHOOL_CHILD = ("“I will miss my friends.”", "“Is there football?”", "“I do not want to be the new one again.”", "“It is near, at least.”")  # fmt: skip
SCHOOL_DONE = ("A friend from the old school comes for tea each week.", "A named teacher meets them at the gate for the first month.", "The virtual school pays for extra lessons.")  # fmt: skip
WORKER_REASONS = ("The worker leaves the authority.", "Caseloads were evened out.", "The worker goes to another team.", "The worker is to have a baby.")  # fmt: skip
WORKER_ALTERNATIVES = ("To wait until the review: the worker will have gone by then.", "Somebody who knows the family already: nobody has room.")  # fmt: skip
WORKER_CHILD = ("“Another one?”", "“Will they come on Tuesdays too?”", "“I want to choose where we meet.”", "“Can I still ring the old one?”")  # fmt: skip
WORKER_DONE = ("They visit together three times before the change.", "The old worker writes a letter for the child to keep.", "The reviewing officer stays the same.")  # fmt: skip
VIABILITY = ("Known to the children all their lives; police and health checks are in hand; a bed for each.",)  # fmt: skip
EXTENDED = ("One reference is still to come, and the panel meets next month.",)  # fmt: skip
WITH_PARENT = ("The home is as it should be. What is not known was asked of school and police.",)  # fmt: skip
APPROVAL_WHY = ("There is nothing nearer with what the young person needs.", "The carers there have had children like this before.", "The grandparents live close by.")  # fmt: skip
APPROVAL_WORDS = ("Approved, to be looked at again at the next review.", "Approved. The area's authority has the care plan.")  # fmt: skip
NEEDS: Parts = (
    (
        "A place to live with somebody awake at night.",
        "To learn to cook three meals.",
        "Help with money and with letters.",
    ),
    (
        "The course, and the bus fare to it.",
        "Somebody at the end of the telephone.",
        "A doctor who knows them.",
    ),
)
OWN_WANTS = ("“My own front door, not far from Nan.”", "“To be a mechanic.”", "“To stay here till I am ready.”", "“People who do not change every year.”", "“To see my sister when I like.”")  # fmt: skip
PATH_HOME = ("Staying put with the carers until twenty-one.", "Supported lodgings, then a flat of their own.", "On the list for a flat; viewing in spring.")  # fmt: skip
PATH_WORK = ("College: level 2, three days.", "An apprenticeship in the autumn.", "Looking for work, with a coach.", "Not now; well-being first.")  # fmt: skip
PATH_PEOPLE = ("Grandmother, the old foster carers, one friend from school.", "The brother; the adviser; the coach.")  # fmt: skip
LEAVER_SAID = ("“I am all right.”", "“The boiler again.”", "“I got the job!”", "“Can you come with me on Tuesday?”", "“Skint till Friday.”", "")  # fmt: skip
LEAVER_WORDS = ("Well, and busy.", "Low; the doctor on Thursday.", "Rent is up to date.", "Cooked for us.", "Did not answer; wrote, and rings again on Friday.")  # fmt: skip
DISPUTES = (("The visits have stopped and nobody has said why.", "A visit this week, and a plan for the next six."), ("There is still no plan for permanence after the third review.", "A decision by the panel of next month."),
            ("The brothers have not seen each other for ten weeks.", "A date, and a driver."))  # fmt: skip
ANSWERS = ("Agreed, and done by the Friday.", "A colleague has taken it over; the visit was yesterday.")  # fmt: skip
ADOPTION_WHY = ("There is no safe way home or to relatives in time, and the child is very young.",)  # fmt: skip
MATCH_WHY = ("They have room, time and patience, and the same language at home.",)  # fmt: skip
JOURNEY = ("He left with an uncle and lost him at a border.", "She walked for months and was helped by strangers.", "He does not want to speak of it yet.")  # fmt: skip
DECISION_MAKERS = ("Margaret Ellery", "Sunil Basra")
