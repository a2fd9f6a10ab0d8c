"""What is published about one authority's children in care, gathered into the figures that shape made-up ones.

A number from one to five is suppressed: what is left of the total is shared among the suppressed as it is in England.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kith.reference import read_table
from kith.reference.areas import ENGLAND

NOW, STARTED, CEASED = "at 31 March", "started in year", "ceased in year"
AGES = ("Under 1 year", "1 to 4 years", "5 to 9 years", "10 to 15 years", "16 years and over")
# The first and the last year of age of each band.
AGE_BANDS = ((0, 1), (1, 5), (5, 10), (10, 16), (16, 18))
ALONE = "Unaccompanied asylum-seeking children"
ETHNIC_GROUPS = {
    "White": "W",
    "Mixed or Multiple ethnic groups": "M",
    "Asian or Asian British": "A",
    "Black, African, Caribbean or Black British": "B",
    "Other ethnic group": "O",
}
NEEDS = {
    "Abuse or neglect": "N1",
    "Child's disability": "N2",
    "Parental illness or disability": "N3",
    "Family in acute stress": "N4",
    "Family dysfunction": "N5",
    "Socially unacceptable behaviour": "N6",
    "Low income": "N7",
    "Absent parenting": "N8",
}
STATUSES = {
    "Interim care order": "C1",
    "Full care order": "C2",
    "Placement order granted": "E1",
    "Voluntary agreements under S20 CA 1989": "V2",
    "Police protection in LA accommodation": "L1",
    "Emergency protection order": "L2",
    "Remand": "J1",
    "Detained for child protection": "L",
    "Youth justice legal statuses": "J",
}
PLACES = {
    "Foster placements": "foster",
    "Placed with parents or other person with parental responsibility": "parents",
    "Placed for adoption": "adoption",
    "Secure homes and children's homes": "home",
    "Residential schools": "school",
    "Other residential settings": "residential",
    "Independent and semi-independent living arrangements/supported accommodation": "supported",
    "Other placements": "other",
}
PROVIDERS = {
    "Own provision (by the LA)": "PR1",
    "Other LA provision": "PR2",
    "Other public provision (e.g. by a PCT etc)": "PR3",
    "Private provision": "PR4",
    "Voluntary/third sector provision": "PR5",
}
REASONS = {
    "Adopted": "E12",
    "Returned home to live with parents or other person with parental responsibility": "E4A",
    "Left care to live with parents, relatives or other person with no parental responsibility": "E13",
    "Special guardianship order": "E45",
    "Residence order or child arrangement order granted": "E41",
    "Care taken by another local authority": "E3",
    "Sentenced to custody": "E9",
    "Accommodation on remand ended": "E14",
    "Age assessment determined child aged 18 or over": "E15",
    "Child moved abroad": "E16",
    "Moved into independent living (with supportive accommodation)": "E5",
    "Moved into independent living (with no formalised support)": "E6",
    "Transferred to residential care funded by adult social services": "E7",
    "Care ceased for any other reason": "E8",
    "Aged 18 (or over) and remained with current carers": "E17",
}
# Those for which a young person who turns eighteen leaves care.
AT_EIGHTEEN = ("E5", "E6", "E7", "E8", "E17")
# Reasons for which a placement ends, by the return's codes.
MOVED_BECAUSE = {
    "Change to/implementation of care plan": "CARPL",
    "Resignation or closure of provision": "CLOSE",
    "Allegation (s47)": "ALLEG",
    "Standards of care concern": "STAND",
    "Approval removed": "APPRR",
    "Carer requests placement ends due to child's behaviour": "CREQB",
    "Carer requests placement end other than due to child's behaviour": "CREQO",
    "Child requests placement to end": "CHILD",
    "Responsible/area authority requests placement ends": "LAREQ",
    "Change in the status of a placement only": "PLACE",
    "Other": "OTHER",
}
# Care leavers' days, by the return's codes: a full-time one stands for each.
ACTIVITIES = {
    "Higher education i.e. studies beyond A level": "F1",
    "Education other than higher education": "F2",
    "In an apprenticeship": "F4",
    "In training or employment (excl. apprenticeship)": "F5",
    "Not in education, training or employment, owing to illness or disability": "G4",
    "Not in education, training or employment, owing to other reasons": "G5",
    "Not in education, training or employment, owing to pregnancy or parenting": "G6",
    "Total information not known": "0",
}


@dataclass(frozen=True)
class CareShape:
    """The published figures of one authority's children in care. Counts are of the whole authority, at scale 1.

    Dictionaries hold numbers of children by code. Those of `moment` started and ceased are of a year. `inside`, `outside`
    and `far` are shares of children placed in the authority's area, out of it, and out of it and over 20 miles from home;
    `leavers` are young people of 17 to 21 who left care, and `suitable` the share of them whose home suits them.
    """

    children: float
    started: float
    ceased: float
    alone: float
    alone_started: float
    boys: float
    ages: dict[str, float]
    ages_started: dict[str, float]
    ages_ceased: dict[str, float]
    groups: dict[str, float]
    needs: dict[str, float]
    statuses: dict[str, float]
    statuses_started: dict[str, float]
    places: dict[str, float]
    providers: dict[str, float]
    reasons: dict[str, float]
    moved_because: dict[str, float]
    inside: float
    outside: float
    far: float
    three_or_more: float
    settled: float
    school_moves: float
    three_workers: float
    missing: float
    health_assessed: float
    teeth_checked: float
    immunised: float
    developed: float
    misusing: float
    convicted: float
    sdq_received: float
    sdq_mean: float
    leavers: float
    suitable: float
    activities: dict[str, float]
    home_outside_plan: float


def _profile(code: str, moment: str, characteristic: str) -> dict[str, float]:
    """Return children by category in the latest year; what is suppressed has its part of what is left of the total."""

    def of(area: str) -> dict[str, float | None]:
        rows = read_table("looked_after_profile").filter(
            pl.col("area_code") == area,
            pl.col("moment") == moment,
            pl.col("characteristic") == characteristic,
            pl.col("measure") == "children",
        )
        rows = rows.filter(pl.col("year") == pl.col("year").max())
        return dict(rows.select("category", "value").iter_rows())

    mine, usual = of(code), of(ENGLAND)
    if not mine or not mine.get("Total"):
        # Nothing is published: England's shares, of as many as there are.
        whole = _total(code, moment)
        total = usual.get("Total") or 1.0
        return {key: (value or 0.0) / total * whole for key, value in usual.items() if key != "Total"}
    total = float(mine["Total"] or 0.0)
    hidden = {
        key: (usual.get(key) or 0.0) + 0.01 for key, value in mine.items() if value is None and key != "Total"
    }
    known = {key: float(value) for key, value in mine.items() if value is not None and key != "Total"}
    left = max(total - sum(known.values()), 0.0)
    whole = sum(hidden.values()) or 1.0
    return {**known, **{key: left * share / whole for key, share in hidden.items()}}


def _total(code: str, moment: str) -> float:
    measure = {NOW: "looked_after_at_31_march", STARTED: "started_in_year", CEASED: "ceased_in_year"}[moment]
    rows = read_table("looked_after").filter(pl.col("measure") == measure, pl.col("value") > 0)
    mine = rows.filter(pl.col("area_code") == code).sort("year")
    if mine.height:
        return float(mine["value"][-1])
    # An authority that publishes nothing has a few.
    return 3.0


def _by_code(published: dict[str, float], codes: dict[str, str]) -> dict[str, float]:
    """Return the published numbers under codes; several categories may have one."""
    found: dict[str, float] = {}
    for category, value in published.items():
        code = codes.get(category) or next(
            (codes[key] for key in codes if category.startswith(key[:48])), None
        )
        if code:
            found[code] = found.get(code, 0.0) + value
    return found


def _latest(table: str, code: str, usual: float, **wanted: str) -> float:
    """Return the latest published value of a row of a table, the authority's own, or England's, or the usual."""
    rows = read_table(table).filter(
        pl.col("value").is_not_null(), *[pl.col(column) == value for column, value in wanted.items()]
    )
    for area in (code, ENGLAND):
        found = rows.filter(pl.col("area_code") == area).sort("year")
        if found.height:
            return float(found["value"][-1])
    return usual


def _shares(code: str, table: str, **wanted: str) -> dict[str, float]:
    """Return the latest published shares by category, England's where the authority's own are suppressed."""
    rows = read_table(table).filter(*[pl.col(column) == value for column, value in wanted.items()])
    found: dict[str, float] = {}
    for area in (ENGLAND, code):
        mine = rows.filter(pl.col("area_code") == area, pl.col("value").is_not_null())
        mine = mine.filter(pl.col("year") == pl.col("year").max())
        found.update(dict(mine.select("category", "value").iter_rows()))
    return found


def of_authority(code: str) -> CareShape:
    """Return the figures of one of the 153 authorities by its ONS code."""
    alone_now, alone_started = (_profile(code, moment, ALONE).get(ALONE, 0.0) for moment in (NOW, STARTED))
    where = _profile(code, NOW, "Distance between home and placement and locality of placement")
    known = {key: value for key, value in where.items() if "not known" not in key}
    placed = sum(known.values()) or 1.0
    outside = sum(value for key, value in known.items() if key.startswith("Placed outside"))
    far = sum(
        value for key, value in known.items() if key.startswith("Placed outside") and "more than" in key
    )
    health = "looked_after_over_time"
    home = _latest(health, code, 16.0, measure="percent_returned_home_by_plan")
    not_by_plan = _latest(health, code, 3.0, measure="percent_returned_home_outside_plan")
    leaver_ages = ("17 to 18 years", "19 to 21 years")
    leavers = sum(
        _latest(
            "care_leavers", code, 0.0, about="activity", age=age, category="Total", measure="care_leavers"
        )
        for age in leaver_ages
        if read_table("care_leavers").filter(pl.col("area_code") == code).height
    )
    return CareShape(
        children=_total(code, NOW),
        started=_total(code, STARTED),
        ceased=_total(code, CEASED),
        alone=alone_now,
        alone_started=alone_started,
        boys=_profile(code, NOW, "Sex").get("Male", 1.0) / max(_total(code, NOW), 1.0),
        ages=_profile(code, NOW, "Age group"),
        ages_started=_profile(code, STARTED, "Age on starting"),
        ages_ceased=_profile(code, CEASED, "Age on ceasing"),
        groups=_by_code(_profile(code, NOW, "Ethnicity"), ETHNIC_GROUPS),
        needs=_by_code(_profile(code, STARTED, "Category of need"), NEEDS),
        statuses=_by_code(_profile(code, NOW, "Legal status"), STATUSES),
        statuses_started=_by_code(_profile(code, STARTED, "Legal status"), STATUSES),
        places=_by_code(_profile(code, NOW, "Placement"), PLACES),
        providers=_by_code(_profile(code, NOW, "Place providers"), PROVIDERS),
        reasons=_by_code(_profile(code, CEASED, "Reason episode ceased"), REASONS),
        moved_because=_by_code(
            _shares(code, "new_placements", characteristic="Reason for placement change during the year", measure="percent"),
            MOVED_BECAUSE,
        ),
        inside=1 - outside / placed,
        outside=outside / placed,
        far=far / placed,
        three_or_more=_latest(
            "placement_stability", code, 10.0, cohort="CLA on 31 March",
            outcome="With 3 or more placements during the year", measure="percent",
        ) / 100,
        settled=_latest(
            "placement_stability", code, 70.0, outcome="Living with the same carer for at least 2 years", measure="percent"
        ) / 100,
        school_moves=_latest(
            "school_moves", code, 13.0, cohort="CLA on 31 March", moves="Any moves",
            outcome="With one or more moves during the year", measure="percent",
        ) / 100,
        three_workers=_latest(
            "social_worker_changes", code, 25.0, cohort="CLA on 31 March",
            outcome="3 or more social workers during the year", measure="percent",
        ) / 100,
        missing=_latest(health, code, 11.0, measure="percent_missing") / 100,
        health_assessed=_latest(health, code, 90.0, measure="percent_health_assessed") / 100,
        teeth_checked=_latest(health, code, 80.0, measure="percent_teeth_checked") / 100,
        immunised=_latest(health, code, 84.0, measure="percent_immunised") / 100,
        developed=_latest(
            "looked_after_health", code, 89.0, category="Development assessments up to date", measure="percent"
        ) / 100,
        misusing=_latest(health, code, 3.0, measure="percent_misusing_substances") / 100,
        convicted=_latest(health, code, 2.0, measure="percent_convicted_or_cautioned") / 100,
        sdq_received=_latest("looked_after_health", code, 80.0, category="SDQ score was received", measure="percent") / 100,
        sdq_mean=_latest(health, code, 14.9, measure="mean_strengths_and_difficulties_score"),
        leavers=leavers,
        suitable=_latest(
            "care_leavers", code, 88.0, about="accommodation", age="19 to 21 years",
            category="Accommodation considered suitable", measure="percent",
        ) / 100,
        activities=_by_code(
            _shares(code, "care_leavers", about="activity", age="19 to 21 years", measure="percent"), ACTIVITIES
        ),
        home_outside_plan=not_by_plan / max(home + not_by_plan, 1.0),
    )  # fmt: skip
