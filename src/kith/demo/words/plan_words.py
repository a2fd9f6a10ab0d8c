"""What families want and agree in their plans: goals, actions, reasons and summaries, by the need they meet."""

from __future__ import annotations

# By factor code: goals in the family's words, and actions that would help.
GOALS: dict[str, tuple[str, ...]] = {
    "4B": ("Mum feels well enough to do the mornings", "Somebody is there on the bad days"),
    "4A": ("{child} sleeps and goes out again", "{child} has somebody to talk to"),
    "3B": (
        "Everyone is safe at home and nobody is frightened",
        "The children know what to do and who to ring",
    ),
    "5A": ("{child} gets the help with learning that fits", "We understand what {child} finds hard"),
    "5B": ("Letters and forms are dealt with in time", "Appointments are kept"),
    "2B": ("Staying off drugs, one week at a time", "The children know what is going on, in words that fit"),
    "1B": ("No drinking when the children are home", "Evenings that are calm"),
    "16A": ("Tea on the table and clean clothes every day", "The rent is paid and the heating is on"),
    "17A": ("Talking without shouting", "{child} says how things are and is heard"),
    "6A": ("{child} gets to every appointment", "Time for the other children too"),
    "6B": ("Help with getting to school until Dad is better", "The house works for somebody in pain"),
    "7A": ("{child} has time to be young", "Somebody else helps at home"),
    "14A": ("{child} is in school all week", "Home and school say the same thing"),
    "10A": ("We know where {child} is and {child} comes home", "{child} has somebody safe to ring at night"),
    "15A": ("{child} has ways to get through a bad hour", "We all know what to say and what not to"),
    "24A": ("{child} is out of debt to those boys", "{child} has something better to do after school"),
    "13A": ("{child} can walk home without fear", "{child} has new friends"),
    "18C": ("Nobody gets hurt when tempers go", "Other ways to set limits"),
    "20": ("Getting through the week without a crisis", "People around us who turn up"),
}
MORE_GOALS = (("16A", "Sorting out the money with somebody who knows how"), ("17A", "One good family time each week"),
              ("4B", "Seeing friends again"), ("20", "Knowing who to ring before it gets bad"),
              ("5A", "School and home meeting each half term"), ("7A", "Everybody does a share at home"))  # fmt: skip
ACTIONS: tuple[tuple[str, bool], ...] = (
    ("Visit at home each week and do the morning routine together", True),
    ("Make the referral to the parenting group and go to the first one together", True),
    ("Ring the school on Mondays", False),
    ("Apply for the school uniform grant", True),
    ("Go with the family to the housing appointment", True),
    ("Write out the week and put it on the fridge", False),
    ("Ask the doctor about the waiting list", False),
    ("Six sessions on talking without shouting", True),
    ("Bring the family's own people together to make a plan", True),
    ("Help to fill in the benefit form", True),
    ("Take the children to the Saturday club", True),
    ("Keep a sleep diary for two weeks", False),
    ("Meet at school with the class teacher", False),
    ("Find a bed and a chest of drawers", True),
)
FAMILY_OWNERS = ("Mum", "Dad", "Nan", "Auntie", "Both parents", "The eldest")
WANTS = ("We want mornings that are not a battle, and to be asked and not told.", "I want my children to be proud of me.",
         "I want us to stay together in one place.", "Less shouting, more laughing. That is all, really.",
         "I want somebody to stick with us until it is sorted.", "To get back to how we were before the winter.",
         "I want help that does not start again each time with somebody new.")  # fmt: skip
STRONG = ("The children are close and look out for each other.", "Mum asks for help early and keeps her word.",
          "Nan is five minutes away and is there every day.", "School know the family well and are trusted.",
          "Dad has not missed a weekend.", "They eat together most evenings.", "Neighbours keep an eye out.",
          "The baby is thriving.")  # fmt: skip
CLOSINGS = ("The family say that things are steadier. They know who to ring, and will.",
            "Goals are mostly met. School will keep an eye on it and the family hub has them on its list.",
            "Mornings work, attendance is up, and the children say that it is calmer.",
            "The family have their own people round them and asked us to step back.")  # fmt: skip
START_REASONS = {
    True: ("The family need services to thrive (section 17), and want to start now and not after the assessment.",
           "Help begins while the assessment goes on, with one plan for both."),
    False: ("The family asked for help and agreed what would make a difference.",
            "Early help with the family's agreement, before things get harder."),
}  # fmt: skip
STEP_UP = ("Things have not moved as hoped and the children need more than was agreed; a social worker leads from now.",
           "The assessment found needs that the law calls children in need; the plan goes on with more in it.",
           "New worries about care at home. The family were told why, and the rest of the plan stays.")  # fmt: skip
STEP_UP_VIEWS = ("Mum is worried about what it means but wants the same worker where possible.",
                 "The family do not agree with all of it and want that written down.",
                 "Dad thinks it is right and wishes it had come sooner.", "They would like it to be short.")  # fmt: skip
AGREED = ("Yes, if it is not a different person each week.", "I will give it a go.", "Yes. I asked for this.",
          "Yes, but please ask me before you ring school.", "All right, for the children.")  # fmt: skip
DECLINED = ("Not now. I will come back if I need it.", "I do not want people in my house.")
PARTS = (
    "Class teacher",
    "Health visitor",
    "School nurse",
    "Family's friend",
    "Youth worker",
    "Housing officer",
    "Speech therapist",
)
SHARED = (("the school", "The plan's goals and who does what", "So that school and home say the same thing"),
          ("the health visitor", "What the family agreed about appointments", "So that visits are made together"),
          ("the housing team", "That the family are overcrowded, and the children's ages", "To support the family's application"),
          ("the general practitioner", "That a plan is in place and who leads it", "So that the practice rings the right person"))  # fmt: skip
FIRST_HELP = ("A visit at home and a plan for the mornings", "An afternoon at the family hub, with a hand to hold", "A food parcel and a call to housing, made together",
              "Time with the young person at school", "A bed delivered and put together", "A call each evening for the first week")  # fmt: skip

# Why plans ended: a reason's share, what had changed, and what families said of it.
ENDINGS = {
    "goals_met": 58,
    "family_chose": 14,
    "help_elsewhere": 10,
    "not_reached": 8,
    "moved_away": 5,
    "other": 5,
}
ENDING_SUMMARIES: dict[str, tuple[str, ...]] = {
    "goals_met": CLOSINGS,
    "family_chose": ("The family want to go on by themselves. Two goals are met and one is theirs to carry.",
                     "They have had enough of appointments, and said so kindly. What they can do if it gets hard again is written down for them."),
    "help_elsewhere": ("The school's own support goes on, and the family know its worker already.",
                       "The adult mental health team goes on seeing Mum, with our part of the plan handed over in a meeting."),
    "not_reached": ("Five visits, letters and calls over six weeks. The school sees the children each day and has no worry; the door stays open.",
                    "The family stopped answering. The manager agreed to close, and the health visitor knows."),
    "moved_away": ("The family moved. With their agreement the plan went to the service in their new area, and it was acknowledged.",),
    "grown_up": ("The youngest is eighteen. Who they can still ring was written down with them.",),
    "other": ("The help that was left to do was done in one month, and nobody saw a reason to go on.",),
}  # fmt: skip
ENDING_VIEWS: dict[str, tuple[str, ...]] = {
    "goals_met": ("“It is not perfect but it is ours.”", "“I can ask now. I could not before.”", "“The children will miss you. I might too.”",
                  "“Better. I still want somebody to ring.”", "“You did what you said. That was new.”"),
    "family_chose": ("“No offence, I just want to stop being a plan.”", "“We are all right. Thank you.”", "“I do not think that it helped much.”"),
    "help_elsewhere": ("“One worker is enough and she is the one I want.”", "“As long as nobody makes me tell it all again.”"),
    "not_reached": ("",),
    "moved_away": ("“New start. I have the number of the new lady.”", ""),
    "grown_up": ("“I will be fine. I have your card.”",),
    "other": ("“That was quick.”", ""),
}  # fmt: skip
STEP_UP_CHANGED = ("Two goals have slipped, and the children have been at home alone in the evenings.",
                   "The assessment found more than the family had been able to say at first.",
                   "A new worry from school, and a parent who is less well than in spring.")  # fmt: skip
STEP_DOWN = ("The needs that called for a social worker are met; what is left the family does by agreement.",
             "Six steady weeks. Visits and goals go on, with less of us.")  # fmt: skip
STEP_DOWN_CHANGED = ("School most days, calmer evenings, and a grandmother who does Wednesdays.", "The scores have gone up twice running, by the family's count and by ours.",
                     "The treatment is going well and the children say that home is quieter.")  # fmt: skip
STEP_DOWN_VIEWS = ("“Good. Do not disappear, though.”", "“I would have stopped a month ago.”", "“The children want to know whether you still come on Tuesdays.”",
                   "“It feels like passing something.”")  # fmt: skip
START_CHANGED = ("", "The family asked, and nobody had to ask twice.")
PROTECTED = (
    "The conference decided that the children need a child protection plan.",
    "The chair and the agencies agreed on a child protection plan; it goes on the family's own plan.",
    "The children are likely to suffer significant harm unless this changes, and the conference made a plan for it.",
)
PROTECTED_CHANGED = (
    "What was found in the enquiry, and that what had been agreed before did not hold.",
    "The worry was borne out, and the family could not yet say how it would be kept from happening again.",
    "More people now know what goes on at home, and each of them has a part in the plan.",
)
PROTECTED_VIEWS = (
    "“I do not like the name of it. I will do what it says.”",
    "“It felt like a court. The chair did ask me first, though.”",
    "“If it gets us the help quicker then all right.”",
    "“You have not seen what I do on the good days.”",
)
UNPROTECTED = (
    "The review conference found the children safe enough without a protection plan; help goes on.",
    "The protection plan has done its work. A plan as children in need keeps what helps.",
    "The agencies agreed that the risk has gone down and stayed down.",
)
UNPROTECTED_CHANGED = (
    "Months of calm at home, seen by more than one person.",
    "The parents now ask for help before it goes wrong.",
    "Who may be with the children is settled, and it has held.",
)
UNPROTECTED_VIEWS = (
    "“I cried when she said it. Good crying.”",
    "“You can still come, just not so often.”",
    "“We did that. Nobody did it for us.”",
)

CARED = ("A child on the plan came into care.",)
CARED_CHANGED = (
    "Where the child lives, and who looks after them",
    "Nobody at home could look after the children for now",
)
CARED_VIEWS = (
    "I want them close, and I want to know what I have to do.",
    "It had to stop. I am sad and I am relieved.",
    "",
)
UNCARED = ("No child on the plan is in care any more.",)
UNCARED_CHANGED = (
    "They are home, and help goes on",
    "There is an order, and the carers want somebody to ring",
)
UNCARED_VIEWS = ("We are glad, and a bit afraid of the first weeks.", "Do not all leave at once.", "")
LEFT_CARE = ("They are eighteen, and what they are owed goes on.",)
LEFT_CARE_CHANGED = ("Grown up, with an adviser of their own",)
LEFT_CARE_VIEWS = ("I want my own front door and somebody who answers.", "")
