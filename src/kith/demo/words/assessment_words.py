"""What family assessments say: strengths first, each child heard, and what it means, in plain words."""

from __future__ import annotations

# What the family says is happening, by the need that the assessment found first.
IN_THEIR_WORDS: dict[str, tuple[str, ...]] = {
    "4B": ("“I get up, I get them out of the door, and then I have nothing left.”", "“The tablets help a bit. It is the nights that are long.”"),
    "4A": ("“{child} used to be out all the time. Now it is the bedroom, curtains shut.”", "“I say, what is it, and {child} says nothing. I just sit outside the door.”"),
    "3B": ("“He does not live here now. I still listen for the car.”", "“I want the children to stop tiptoeing.”"),
    "5A": ("“I know {child} is bright. Nobody has found the way in yet.”", "“Every meeting says wait for the report.”"),
    "5B": ("“I can do it when somebody shows me. The letters are too many words.”", "“I put them in the drawer. Then it is too late.”"),
    "2B": ("“I have been clean since March, nearly. I want you to know about the nearly.”", "“It was to sleep at first. I am not proud.”"),
    "1B": ("“It is one when they have gone up. Then it is not one.”", "“My mum drank. I said I never would.”"),
    "16A": ("“The money goes on the meter and then there is the week.”", "“I know what you saw. It had been a bad month, it was not all the months.”"),
    "17A": ("“I hear my own mother coming out of my mouth.”", "“We shout. All of us. It has got so that it is just how we talk.”"),
    "6A": ("“Three hospitals, three buses. Work will not keep my job for ever.”", "“{child} is brave about it. I am the one who cries in the car.”"),
    "6B": ("“Some days I cannot do the stairs and they make their own tea.”", "“I do not want them being nurses.”"),
    "7A": ("“I did not see it. School saw it. {child} does half of what I should.”", "“{child} will not go out in case I need something.”"),
    "14A": ("“I dread the phone. It is always school.”", "“At home {child} is fine with me. It is everybody else.”"),
    "10A": ("“I rang round all night. Then {child} walks in and asks what is for breakfast.”", "“I need to know who these people are.”"),
    "15A": ("“I found out by accident. I have not slept right since.”", "“We do not know what to say, so we say nothing.”"),
    "24A": ("“There is a phone I never bought.”", "“{child} is fourteen and has grown men ringing.”"),
    "13A": ("“{child} goes the long way round to school now.”", "“We would move tomorrow if we could.”"),
    "18C": ("“I lost my temper. I have said so to {child} and I am saying it to you.”", "“I was hit and I said I would not be like that.”"),
    "20": ("“It is not one thing. It is everything at the same time.”", "“We just need a run of ordinary weeks.”"),
}  # fmt: skip
STRENGTHS = (
    "The children are at the door before the bell has stopped and want to show what they have made. There is laughter in this house.",
    "The children are registered with a doctor and a dentist, and have not missed an appointment that {parent} was told of in time.",
    "{parent} asked for help before anybody else did, and has kept every visit but one.",
    "There are photographs of the children all up the stairs. {parent} can tell a story about each of them.",
    "{parent} gets the children to school most days, on foot, in all weathers.",
    "Bedtimes are kept and there is a story. {parent} is proud of that, with reason.",
    "The family eat together when they can and the television goes off.",
    "There is a grandmother nearby who comes when she says that she will.",
    "The older ones look after the younger ones kindly, and are thanked for it.",
    "{parent} speaks warmly of the children, each of them by what they like.",
)
PARENTING = (
    "{parent} notices how each child is and says so. Rules change from day to day when things are hard, and the children push to find where they are.",
    "Meals, clothes and school are seen to. What is missing is time for one child at once, which {parent} knows and misses.",
    "{parent} is warm and quick to comfort. Saying no, and staying with it, is what they would like help with.",
    "Mornings are the weak place: nobody has slept, everyone is late, and it ends in shouting. By teatime it is a different home.",
    "The basics are good. {parent} was brought up with a hard hand and is finding other ways, and sometimes does not find them.",
    "The children know who will fetch them and when. {parent} worries about getting it wrong, more than the evidence warrants.",
    "Care has been uneven this year: weeks that go well, and weeks when the children have managed by themselves.",
)
AROUND = (
    "A two-bedroom flat on the second floor, clean, with damp in the children's room that has been reported twice. Nan is ten minutes off.",
    "A rented house with a small yard. The rent is behind by six weeks; there is a plan to pay it. Neighbours are friendly.",
    "The family moved here last year and know few people yet. The church on the corner has been good to them.",
    "A settled tenancy in the street where {parent} grew up. Aunts and cousins are in and out, mostly to the good.",
    "Temporary accommodation, one room and a shared kitchen. {parent} keeps it as a home. Everyone is tired of it.",
    "Their own home, warm and full of books. Grandparents live abroad and ring every Sunday.",
    "A housing association house. One room has no floor covering. The buses stop at seven, which matters more than it sounds.",
)
ANALYSIS_NEED: dict[str, str] = {
    "4B": "When {parent} is well the children do well. When {parent} is low the house goes quiet and {child} stops asking for things.",
    "4A": "{child} is anxious in a way that has grown since last winter. Being kept at home eases it for a day and makes it larger by the week.",
    "3B": "The children have lived with abuse of {parent}. They are safe from it today. They watch for it still, and that is work that no child should be doing.",
    "5A": "{child} is behind because the teaching has not fitted, and behaves as children do who are lost. With the right help at school this changes.",
    "5B": "{parent} parents well by heart and badly by letter. What has been called not engaging was not being able to read the appointment.",
    "2B": "{parent}'s use has been in the evenings, with the children asleep in the next room. {parent} names the danger without being asked, which is why change is likely.",
    "1B": "Drinking makes the evenings unreliable. {child} has learned to judge by the sound of the key in the door.",
    "16A": "Food, clothing and warmth have fallen short in the last part of each month. Some of this is money and some is how low {parent} has been.",
    "17A": "{child} hears more blame than praise. {parent} loves {child} and does not hear how it sounds.",
    "6A": "{child}'s illness sets the family's week. The other children wait, and have become good at waiting.",
    "6B": "Pain decides what {parent} can do on a day. The children fill the gaps, and nobody has asked them whether they mind.",
    "7A": "{child} cares for a parent before and after school and does it well. The cost is friends, sleep and homework.",
    "14A": "{child} is out of lessons more than in them. Each exclusion has made the next more likely.",
    "10A": "{child} has been away overnight without anyone knowing where. {child} says that it was to be somewhere calm, and the evenings at home bear that out.",
    "15A": "{child} hurts {themself} when the feelings have nowhere else to go. {child} wants it to stop and has told two people, which is protective.",
    "24A": "{child} has been given money and a telephone by people who will want something for them. {child} is not a criminal; {child} is being used.",
    "13A": "{child} is frightened of a group near school and has begun to carry that fear home.",
    "18C": "{child} was hit in anger. {parent} said so at once, is ashamed, and has let others in to help. The risk is in the hour after school.",
    "20": "No one worry here would bring us to the door. Together they are more than {parent} can carry alone.",
}  # fmt: skip
ANALYSIS_CHILDREN = (
    "For the children this means days that cannot be relied on.",
    "What the children feel most is the not knowing.",
    "The children are loved and know it; that is the ground everything else can be built on.",
    "It falls on the eldest first, who would not say so.",
    "The children have not come to harm from it yet. If nothing changes, they may.",
    "School is the steady place for them and should stay so.",
    "The youngest is doing well by every measure; it is the older child who carries this.",
)
ANALYSIS_WEIGHED = (
    "Against that stand a parent who asks for help and relatives who give it.",
    "I have weighed the school's worry against what I saw at home on three visits, and both are true.",
    "I was unsure at first whether this was tiredness or neglect. It is mostly tiredness.",
    "The history shows two earlier contacts about the same thing. Each ended when it eased, and it came back.",
    "The health visitor and I see it alike. The school sees more of the hard days than we do.",
    "The family's account and the professionals' differ on how often. They agree on what.",
)
ANALYSIS_NEXT = {
    "family_help": (
        "With help soon, agreed with the family, this can turn. It does not need more than that now.",
        "The family and I think that a plan of some months will do it, if it starts with what they asked for.",
    ),
    "child_in_need": (
        "Without services the children are unlikely to do as well as they should. That is what the law calls in need, and a social worker should lead.",
        "It is more than early help can hold. The plan goes on, with a social worker leading and the children seen more often.",
    ),
    "nothing_further": (
        "The worry that brought them has been looked into and has passed. They know where to come.",
        "The family have what they need in their own people and at school. We would add nothing but visits.",
    ),
}
FAMILY_VIEW = (
    "“It is fair. I would have put more about what we do right.”", "“I cried reading it, but it is true.”",
    "“You listened. That bit about the mornings is us exactly.”",
    "“I do not agree that it is every week. I want that written.” It is written here.",
    "“Fine. Can we start now?”", "Dad has not read it yet; he has a copy. Mum thinks that it is right.",
    "“Nobody asked the children before. Thank you for asking them.”",
)  # fmt: skip
AUTHORISED = {
    "family_help": ("Clear, and the children are in it. I agree that Family Help can hold this.", "I agree. The family's own words carry it; start with what they asked for."),
    "child_in_need": ("I agree: child in need, with visits to each child alone. Please bring the family's people together early.", "The threshold is met and the reasons are plain. Proceed."),
    "nothing_further": ("I agree to close. The family have been told whom to ring, and so has the school.", "Nothing here needs us. Thank you for making sure that the children were asked."),
}  # fmt: skip
RETURNED = (
    "I cannot hear the youngest in this. Please see them again and write what you saw.",
    "The analysis says what happened; say what it means for each child.",
    "What does their father think? Ask him, or say why not.",
    "Please take out the sentence about the flat and put in what the children say about it.",
)
NOT_BORN = "Not born yet. The midwife was spoken to."
NOT_SEEN = (
    "Staying with family abroad for the whole of the assessment; spoken to by video.",
    "The parents did not agree, and three visits did not change that. The school sees the child each day.",
    "In hospital out of the area; the ward's social worker saw the child for us.",
)
NOT_ALONE = (
    "Did not want to be seen alone, and chose to have a sister there.", "Chose to have Mum in the room.",
    "Seen at school with a teaching assistant whom the child trusts.",
    "The child needs somebody who signs; the interpreter and a parent were there.",
)  # fmt: skip
BABY_NOT_ALONE = "Too young to be seen alone; watched with the parent, at play and at a feed."
SAID_YOUNG = (
    "“Mummy is sad in the morning and happy when it is swimming.”", "“I like my bed. I don't like the loud.”",
    "“My brother helps me with my shoes.”", "“I want a dog and for Daddy to come on Saturday.”",
    "“When they shout I go under the table with my bear.”", "“School is good because of fish fingers.”",
)  # fmt: skip
SAID_MIDDLE = (
    "“I can tell what sort of day it is from the stairs.”", "“I would like it if people asked before they talked to my teacher.”",
    "“I am good at making the little one laugh when it gets loud.”", "“If I had a wish it would be for Mum to sleep.”",
    "“It is not bad. It is just a lot.”", "“I do not want to move school again.”", "“I told you because you wrote it down last time.”",
)  # fmt: skip
SAID_OLDER = (
    "“Everyone talks about me. You can talk to me.”", "“I am not a problem. I have got one.”",
    "“It is better when my nan is there.”", "“I do not need rescuing. I need a lift to college.”",
    "“You get used to it, and then you see your mate's house.”", "“I will do the meetings if they are not at school.”",
    "“I worry about the little ones, not me.”",
)  # fmt: skip
CHILD_STRENGTHS_YOUNG = (
    "Smiles readily and is easily comforted.", "Curious, busy, and brings a book to be read.", "Growing well and sleeping through.",
    "Has a favourite blanket and a favourite aunt.",
)  # fmt: skip
CHILD_STRENGTHS_OLDER = (
    "Kind to the younger ones and funny with it.", "Goes to school and likes most of it.", "Reads, draws, and finishes what is begun.",
    "Has one good friend, which is a great deal.", "Says what is the matter when asked with patience.", "A good goalkeeper, and knows it.",
)  # fmt: skip
DEVELOPMENT_YOUNG = (
    "Immunisations up to date; weight on its line. Turns to a voice and babbles back.", "Walking, and into everything. A few words; the health visitor will look at speech again at two and a half.",
    "Plays beside other children and has begun to share. Nursery two days a week, which is going well.", "Teeth need to be seen to; an appointment has been made.",
)  # fmt: skip
DEVELOPMENT_OLDER = (
    "Health good. Learning about where it should be. Worries at night and tires by Thursday.", "Attendance has slipped to about four days in five. Has friends. Does not like lunchtimes.",
    "Waiting for an appointment about attention. Reading is behind and numbers are ahead.", "Healthy and strong; eats little before school. Quick to tears and quick to mend.",
    "Has stopped going to the club. Sees friends by telephone. Sleep is poor.",
)  # fmt: skip
CHILD_NEEDS = (
    "Somebody to talk to who will still be there in six months.", "Days that go much as yesterday did.", "To be a child and not a helper.",
    "School and home telling the same story.", "Help with sleep, and a bed that is only this child's.", "Time with each parent, and no messages to carry.",
    "To know what is going on, in words that fit.",
)  # fmt: skip
NEEDS_NOTHING = (
    "Nothing beyond what family, school and health already give.",
    "To be left to get on, with the door open.",
)
OUTCOME_REASON = {
    "family_help": ("The family want it and it is likely to be enough.", "Needs that can be met by agreement, and are likely to grow if they are not."),
    "child_in_need": ("Unlikely to reach a reasonable standard of health or development without services.", "Health and development are likely to be impaired without services for this child."),
    "nothing_further": ("Needs are met within the family and by services for all children.", "The worry was looked into and nothing in it calls for us."),
}  # fmt: skip
