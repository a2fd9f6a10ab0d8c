"""What families' own people say and plan: answers to the offer of a meeting, their plan, what they do, who stays in touch."""

from __future__ import annotations

NOT_OFFERED = (
    "Not in the children's interests now: the relatives who would come do not accept that the abuse happened, and Mum would not be safe to speak.",
    "Not in the child's interests: there are orders that keep the two sides of the family apart, and proceedings are under way.",
    "Not in the children's interests at present: the family have been housed away from everyone they know for their safety.",
)  # fmt: skip
ACCEPTED = ("“Yes. Ask my mum first, she will ring the rest.”", "“If my brother comes it might work.”", "“All right. Not at the office.”",
            "“They all know anyway. Let us do it properly.”", "“Yes, and the children should choose the food.”")  # fmt: skip
DECLINED = ("“I do not want them knowing my business.”", "“There is nobody. That is the point.”", "“Not yet. Ask me after the summer.”",
            "“My family would make it about them.”")  # fmt: skip
WHERE = ("At Nan's, round the big table", "The family hub, with the garden room open for the children", "The community centre's upstairs room",
         "The church hall", "At an auntie's house", "The school, after hours")  # fmt: skip
CHILD_TOOK_PART = (
    "Drew what a good week looks like; it was on the wall throughout.", "Said their own part at the start, then went to play.",
    "Chose not to come. Their uncle read out what they had written.", "Was there for all of it and had the last word.",
    "Too small to come; a photograph stood on the table and people were asked to speak to it.", "An advocate spoke for them, with a list that they had made together.",
)  # fmt: skip
FAMILY_PLAN = (
    "Nan has the children on Wednesdays and Thursdays after school. Auntie rings every morning at seven. If Mum has a bad night she texts the word, and Grandad comes for the school run. Nobody argues about money in front of them.",
    "We take turns with tea: there is a rota on everybody's phone. The boys go to their uncle on Saturdays. If it goes wrong we ring each other first and the worker second, and nobody sulks.",
    "Dad has them every other weekend at his mother's, and she is there. Mum's sister keeps the appointments in her diary. We meet again in six weeks without you.",
    "The neighbour keeps the spare key. Nan pays the club. The eldest is to be asked to help no more than the others. If Mum drinks, the children sleep at Nan's and nobody is cross with them.",
    "We have a list for the fridge with who to ring on which day. The money for the rent goes through Auntie for three months. Everyone tells the children the same thing.",
)  # fmt: skip
NOT_ALL_AGREED = (
    "All of it but the nights at the uncle's, where the checks have not been done. We look again when they have.",
    "Agreed, except that Dad would bring the children home alone: the order does not allow it yet.",
)  # fmt: skip
NOT_AGREED = (
    "The plan rests on a person whom the court has said may not be alone with the children. We said so plainly and offered to meet again.",
)
REVIEWED = (
    "Wednesdays have happened every week but one. The calls in the morning turned into texts, which suits everyone.",
    "Half of it holds. The rota fell over at half term, and they mended it themselves.",
    "It is going better than anyone thought. The children know the plan by heart.",
    "Auntie could not go on with the money. Nan does it now. The rest stands.",
    "It lasted a month. The family would like to meet again, and we said yes.",
)  # fmt: skip
COORDINATORS = (
    "Abena Mensah-Cole",
    "Gordon Tully",
    "Shirin Vaziri",
    "Maeve Colgan",
    "Delroy Pinnock",
    "Anita Rawal",
    "Hywel Bevan",
    "Zofia Lis",
)
OFFERS = (
    ("Has the children to tea on Wednesdays", "Had the children to tea"), ("Does the school run when it is a bad day", "Did the school run"),
    ("A bed for the night when it is needed", "Had them overnight"), ("Rings every morning before school", "Rang before school, each day this week"),
    ("Sits with the children so that Mum can go to the group", "Sat with the children for the group"), ("Goes along to appointments", "Went along to the appointment"),
    ("Helps with the forms and the letters", "Filled in the form with them"), ("Takes the little ones to the park on Sundays", "Took them to the park"),
    ("Lends the car for the big shop", "Did the big shop"), ("Listens, at any hour", "Sat up and listened"),
)  # fmt: skip
# Where nobody of the family's own is near: who stays in touch then, what they are to the family, and how.
OTHERS_IN_TOUCH = (
    ("{a} {b}", "Pastoral lead at school", "Sees the children each week and rings home on Fridays"),
    ("{a} {b}", "Health visitor", "Rings each month until the youngest is two"),
    ("{a} {b}", "Family hub", "Keeps a place at the drop-in and calls if they have not been"),
    ("{a} {b}", "Friend of the family", "Comes for coffee on Mondays"),
)  # fmt: skip
OWN_IN_TOUCH = ("Comes on Sundays and notices", "Rings twice a week, and has the hub's number", "Lives round the corner and is in and out",
                "Has the children on Wednesdays and will say if it slips")  # fmt: skip
WORKER_IN_TOUCH = "Rings after four weeks and after three months"
WHY_NOBODY = "The family could not be asked. The school and the health visitor know that we have closed and whom to ring."
