"""A made-up children in need census: plausible lives, and faults only where planted."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from kith.engines.returns.codes import codes_of
from kith.engines.returns.examples import Example, examples
from kith.engines.returns.rules.cin.pupil_numbers import CHECK_LETTERS
from kith.engines.returns.years import CollectionYear

DAY = datetime.timedelta(days=1)


def pupil_number(number: int) -> str:
    """A pupil number of authority 801 with the check letter that fits its digits."""
    digits = f"801{number:09d}"
    total = sum(int(digit) * place for place, digit in enumerate(digits, start=2))
    return CHECK_LETTERS[total % 23] + digits


def _weekday(day: datetime.date) -> datetime.date:
    return day - DAY * max(day.weekday() - 4, 0)


class _Maker:
    def __init__(self, year: CollectionYear, seed: int) -> None:
        self.year, self.random = year, random.Random(seed)
        self.ethnicity = codes_of("cin", "Ethnicity", year)
        self.factors = [
            code for code in codes_of("cin", "AssessmentFactor", year) if code not in ("21", "18A", "19A")
        ]
        self.disabilities = [code for code in codes_of("cin", "Disability", year) if code != "NONE"]
        self.sources = codes_of("cin", "ReferralSource", year)

    def day(self, first: datetime.date, last: datetime.date) -> datetime.date:
        return first + DAY * self.random.randint(0, max((last - first).days, 0))

    def child(self, number: int) -> str:
        """One child as XML: one episode, with what its course led to."""
        pick, year = self.random, self.year
        dob = self.day(year.years_before(year.end, 17), year.start - 60 * DAY)
        disabled = pick.random() < 0.12
        disabilities = pick.sample(self.disabilities, pick.randint(1, 3)) if disabled else ["NONE"]
        parts = [
            f"<Child><ChildIdentifiers><LAchildID>N{number:07d}</LAchildID><UPN>{pupil_number(number)}</UPN>"
            f"<PersonBirthDate>{dob}</PersonBirthDate><Sex>{pick.choice('MF')}</Sex></ChildIdentifiers>"
            f"<ChildCharacteristics><Ethnicity>{pick.choice(self.ethnicity)}</Ethnicity><Disabilities>",
            *[f"<Disability>{code}</Disability>" for code in disabilities],
            "</Disabilities></ChildCharacteristics>",
        ]
        referred = self.day(year.start + 10 * DAY, year.end - 130 * DAY)
        parts.append(self.episode(referred))
        parts.append("</Child>\n")
        return "".join(parts)

    def episode(self, referred: datetime.date) -> str:
        pick = self.random
        course = pick.choices(["ends", "assessed", "plan", "enquiry", "protection"], [12, 38, 22, 13, 15])[0]
        head = (
            f"<CINdetails><CINreferralDate>{referred}</CINreferralDate>"
            f"<ReferralSource>{pick.choice(self.sources)}</ReferralSource>"
        )
        if course == "ends":
            closed = referred + DAY * 2
            return f"{head}<CINclosureDate>{closed}</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure><ReferralNFA>1</ReferralNFA></CINdetails>"
        need = f"<PrimaryNeedCode>N{pick.randint(1, 8)}</PrimaryNeedCode>"
        began, done = referred + DAY, referred + DAY * pick.randint(15, 60)
        factors = "".join(
            f"<AssessmentFactors>{code}</AssessmentFactors>"
            for code in pick.sample(self.factors, pick.randint(1, 5))
        )
        assessment = (
            f"<Assessments><AssessmentActualStartDate>{began}</AssessmentActualStartDate>"
            f"<AssessmentAuthorisationDate>{done}</AssessmentAuthorisationDate>"
            f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment></Assessments>"
        )
        if course == "assessed":
            closed = done + DAY * 3
            return f"{head}{need}<CINclosureDate>{closed}</CINclosureDate><ReasonForClosure>RC{pick.choice('89')}</ReasonForClosure>{assessment}<ReferralNFA>0</ReferralNFA></CINdetails>"
        if course == "plan":
            ends = done + DAY * 40
            return f"{head}{need}{assessment}<CINPlanDates><CINPlanStartDate>{done}</CINPlanStartDate><CINPlanEndDate>{ends}</CINPlanEndDate></CINPlanDates><ReferralNFA>0</ReferralNFA></CINdetails>"
        enquiry = referred + DAY * 2
        conference = _weekday(enquiry + DAY * 15)
        if course == "enquiry":
            section_47 = f"<Section47><S47ActualStartDate>{enquiry}</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>"
            return f"{head}{need}{assessment}{section_47}<ReferralNFA>0</ReferralNFA></CINdetails>"
        category = pick.choice(["NEG", "PHY", "SAB", "EMO"])
        return (
            f"{head}{need}{assessment}<Section47><S47ActualStartDate>{enquiry}</S47ActualStartDate>"
            f"<InitialCPCtarget>{conference}</InitialCPCtarget><DateOfInitialCPC>{conference}</DateOfInitialCPC>"
            f"<ICPCnotRequired>0</ICPCnotRequired></Section47><ReferralNFA>0</ReferralNFA>"
            f"<ChildProtectionPlans><CPPstartDate>{conference}</CPPstartDate><InitialCategoryOfAbuse>{category}</InitialCategoryOfAbuse>"
            f"<LatestCategoryOfAbuse>{category}</LatestCategoryOfAbuse><NumberOfPreviousCPP>{pick.choice('0001')}</NumberOfPreviousCPP>"
            f"<Reviews><CPPreviewDate>{conference + DAY * 80}</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails>"
        )


def census_xml(
    children: int, year: CollectionYear, *, seed: int = 1, faults: Iterable[str] = ()
) -> Iterator[str]:
    """Yield the XML of a census of so many children, the same for the same seed, with faults planted."""
    maker = _Maker(year, seed)
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection>'
        f"<Year>{year.ends}</Year><ReferenceDate>{year.end}</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel>"
        f"<LEA>202</LEA><SoftwareCode>Kith</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo><DateTime>{year.end}T12:00:00</DateTime></Source></Header><Children>\n"
    )
    for number in range(children):
        yield maker.child(number)
    drawn = examples("cin")
    for code in faults:
        for example in drawn.get(code, []):
            if example.year == year:
                yield from example_children(example, f"{code}")
    yield "</Children></Message>\n"


def write_census(
    path: Path, children: int, year: CollectionYear, *, seed: int = 1, faults: Iterable[str] = ()
) -> Path:
    """Write a made-up census as a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(census_xml(children, year, seed=seed, faults=faults))
    return path


_WITHIN = {
    "Assessments": ("Assessments", "AssessmentID"),
    "CINplanDates": ("CINPlanDates", None),
    "Section47": ("Section47", None),
    "ChildProtectionPlans": ("ChildProtectionPlans", "CPPID"),
}


def example_children(example: Example, mark: str) -> Iterator[str]:
    """Yield an example's children as XML, in the example's order."""
    rows: dict[str, list[dict[str, str]]] = {}
    for table in example.tables:
        for cells in table.rows:
            row = {
                column: _iso(cell)
                for column, cell in zip(table.columns, cells, strict=True)
                if cell is not None
            }
            rows.setdefault(table.name, []).append(row)
    children: list[str | None] = []
    for name, found in rows.items():
        if name != "Header":
            for row in found:
                if name == "ChildIdentifiers" or row.get("LAchildID") not in children:
                    children.append(row.get("LAchildID"))
    for at, child in enumerate(children):
        mine = {
            name: [row for row in found if row.get("LAchildID") == child]
            for name, found in rows.items()
            if name != "Header"
        }
        identifiers = mine.get("ChildIdentifiers", [])
        occurrence = children[:at].count(child)
        yield _child_xml(
            mark,
            child,
            identifiers[occurrence] if occurrence < len(identifiers) else {},
            mine if not occurrence else {},
        )


def _iso(cell: str) -> str:
    return f"{cell[6:]}-{cell[3:5]}-{cell[:2]}" if len(cell) == 10 and cell[2] == cell[5] == "/" else cell


def _leaves(row: dict[str, str]) -> str:
    from xml.sax.saxutils import escape

    hidden = ("LAchildID", "CINdetailsID", "AssessmentID", "CPPID")
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in row.items() if name not in hidden)


def _child_xml(
    mark: str, child: str | None, identifiers: dict[str, str], mine: dict[str, list[dict[str, str]]]
) -> str:
    own = f"<LAchildID>{mark}{child}</LAchildID>" if child else ""
    parts = [f"<Child><ChildIdentifiers>{own}{_leaves(identifiers)}</ChildIdentifiers><ChildCharacteristics>"]
    parts += [_leaves(row) for row in mine.get("ChildCharacteristics", [])]
    disabilities = "".join(_leaves(row) for row in mine.get("Disabilities", []))
    parts.append(f"<Disabilities>{disabilities}</Disabilities></ChildCharacteristics>")
    modules = [row for name in (*_WITHIN, "AssessmentFactorsList", "Reviews") for row in mine.get(name, [])]
    episodes = {row.get("CINdetailsID", "1"): row for row in mine.get("CINdetails", [])}
    for row in modules:
        episodes.setdefault(row.get("CINdetailsID", "1"), {})
    for key in sorted(episodes):
        parts.append(f"<CINdetails>{_leaves(episodes[key])}")
        for table, (element, number) in _WITHIN.items():
            for at, row in enumerate(
                (row for row in mine.get(table, []) if row.get("CINdetailsID", "1") == key), start=1
            ):
                inner = ""
                wanted = row.get(number, str(at)) if number else ""
                if table == "Assessments":
                    inner = "".join(
                        f"<AssessmentFactors>{factor['AssessmentFactor']}</AssessmentFactors>"
                        for factor in mine.get("AssessmentFactorsList", [])
                        if factor.get("CINdetailsID", "1") == key
                        and factor.get("AssessmentID", "1") == wanted
                        and "AssessmentFactor" in factor
                    )
                    inner = f"<FactorsIdentifiedAtAssessment>{inner}</FactorsIdentifiedAtAssessment>"
                if table == "ChildProtectionPlans":
                    inner = "".join(
                        f"<Reviews><CPPreviewDate>{review.get('CPPreviewDate', '')}</CPPreviewDate></Reviews>"
                        for review in mine.get("Reviews", [])
                        if review.get("CINdetailsID", "1") == key and review.get("CPPID", "1") == wanted
                    )
                parts.append(f"<{element}>{_leaves(row)}{inner}</{element}>")
        parts.append("</CINdetails>")
    parts.append("</Child>\n")
    return "".join(parts)
