"""The department's layouts: which tables a return has, and which columns of what kind.

Kinds: `text` and `code` stay as written (upper case in SSDA903); `date` is read strictly and kept as
written too; `partial date` may have ZZ for an unknown day, month or year; `flag` and `number` lose
the '.0' that a spreadsheet adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kith.engines.returns.years import CollectionYear

TEXT, CODE, DATE, PARTIAL_DATE, FLAG, NUMBER, POSTCODE = (
    "text",
    "code",
    "date",
    "partial date",
    "flag",
    "number",
    "postcode",
)


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in the department's layout, its kind and its code list."""

    name: str
    kind: str = TEXT
    codes: str | None = None

    @property
    def is_date(self) -> bool:
        """Whether the column is kept both as a date and as it was written."""
        return self.kind in (DATE, PARTIAL_DATE)


@dataclass(frozen=True)
class Table:
    """One table of a return, with the first collection year that has it."""

    name: str
    columns: tuple[Column, ...]
    first_year: int = 2000

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in the department's order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the named column; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


@dataclass(frozen=True)
class Layout:
    """All tables of a return."""

    return_name: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Return the named table, or last year's, which has the same layout."""
        wanted = name.removesuffix("_last")
        for table in self.tables:
            if table.name == wanted:
                return table
        raise KeyError(f"{self.return_name} has no table {name}")

    def tables_in(self, year: CollectionYear) -> tuple[Table, ...]:
        """Return the tables that the return has in the year."""
        return tuple(table for table in self.tables if year.ends >= table.first_year)


def _columns(words: str) -> tuple[Column, ...]:
    """Read 'NAME kind[:LIST]' items separated by semicolons."""
    columns = []
    for item in words.split(";"):
        name, _, kind = item.strip().partition(" ")
        kind, _, codes = kind.partition(":")
        columns.append(Column(name, kind or TEXT, (codes or name) if kind == CODE else None))
    return tuple(columns)


_OC2_FLAGS = (
    "CONVICTED flag; HEALTH_CHECK flag; IMMUNISATIONS flag; TEETH_CHECK flag; HEALTH_ASSESSMENT flag; "
    "SUBSTANCE_MISUSE flag; INTERVENTION_RECEIVED flag; INTERVENTION_OFFERED flag"
)

SSDA903 = Layout(
    "ssda903",
    (
        Table(
            "Header",
            _columns("CHILD; SEX code; DOB date; ETHNIC code; UPN; MOTHER flag; MC_DOB date"),
        ),
        Table(
            "Episodes",
            _columns(
                "CHILD; DECOM date; RNE code; LS code; CIN code; PLACE code; PLACE_PROVIDER code; DEC date; "
                "REC code; REASON_PLACE_CHANGE code; HOME_POST postcode; PL_POST postcode; URN"
            ),
        ),
        Table("Reviews", _columns("CHILD; DOB date; REVIEW date; REVIEW_CODE code")),
        Table("UASC", _columns("CHILD; SEX code; DOB date; DUC date")),
        Table("OC2", _columns(f"CHILD; DOB date; SDQ_SCORE number; SDQ_REASON code; {_OC2_FLAGS}")),
        Table("OC3", _columns("CHILD; DOB date; IN_TOUCH code; ACTIV code; ACCOM code")),
        Table(
            "AD1",
            _columns(
                "CHILD; DOB date; DATE_INT date; DATE_MATCH date; FOSTER_CARE flag; NB_ADOPTR flag; "
                "SEX_ADOPTR code; LS_ADOPTR code"
            ),
        ),
        Table(
            "PlacedAdoption",
            _columns("CHILD; DOB date; DATE_PLACED date; DATE_PLACED_CEASED date; REASON_PLACED_CEASED code"),
        ),
        Table("PrevPerm", _columns("CHILD; DOB date; PREV_PERM code; LA_PERM code; DATE_PERM partial date")),
        Table("Missing", _columns("CHILD; DOB date; MISSING code; MIS_START date; MIS_END date")),
        Table(
            "SWEpisodes",
            _columns("CHILD; DOB date; SW_ID; SW_DECOM partial date; SW_DEC partial date; SW_REASON code"),
            first_year=2024,
        ),
        Table("DoLo", _columns("CHILD; DOB date; DOLO_START date; DOLO_END date"), first_year=2027),
    ),
)

_CIN_KEYS = "LAchildID; CINdetailsID number"

CIN = Layout(
    "cin",
    (
        Table(
            "Header",
            _columns(
                "Collection; Year; ReferenceDate date; SourceLevel; LEA; SoftwareCode; Release; SerialNo; DateTime"
            ),
        ),
        Table(
            "ChildIdentifiers",
            _columns(
                "LAchildID; UPN; FormerUPN; UPNunknown code; PersonBirthDate date; ExpectedPersonBirthDate date; "
                "Sex code; PersonDeathDate date"
            ),
        ),
        Table("ChildCharacteristics", _columns("LAchildID; Ethnicity code")),
        Table("Disabilities", _columns("LAchildID; Disability code")),
        Table(
            "CINdetails",
            _columns(
                f"{_CIN_KEYS}; CINreferralDate date; ReferralSource code; PrimaryNeedCode code; "
                "CINclosureDate date; ReasonForClosure code; DateOfInitialCPC date; ReferralNFA flag"
            ),
        ),
        Table(
            "Assessments",
            _columns(
                f"{_CIN_KEYS}; AssessmentID number; AssessmentActualStartDate date; "
                "AssessmentInternalReviewDate date; AssessmentAuthorisationDate date"
            ),
        ),
        Table(
            "AssessmentFactorsList",
            _columns(f"{_CIN_KEYS}; AssessmentID number; AssessmentFactor code"),
        ),
        Table("CINplanDates", _columns(f"{_CIN_KEYS}; CINPlanStartDate date; CINPlanEndDate date")),
        Table(
            "Section47",
            _columns(
                f"{_CIN_KEYS}; S47ActualStartDate date; InitialCPCtarget date; DateOfInitialCPC date; "
                "ICPCnotRequired flag"
            ),
        ),
        Table(
            "ChildProtectionPlans",
            _columns(
                f"{_CIN_KEYS}; CPPID number; CPPstartDate date; CPPendDate date; "
                "InitialCategoryOfAbuse code:CategoryOfAbuse; LatestCategoryOfAbuse code:CategoryOfAbuse; "
                "NumberOfPreviousCPP"
            ),
        ),
        Table("Reviews", _columns(f"{_CIN_KEYS}; CPPID number; CPPreviewDate date")),
        Table(
            "PreProceedingsandFGDM",
            _columns(
                f"{_CIN_KEYS}; PPStartDate date; LBPSentDate date; FGDMMeetingOffer; FGDMMeetingFac; "
                "InitialPPMeetingDate date; ReviewMeetingsCount; StepDecisionDate date; PPOutcome; "
                "CourtAppDate date; LetterInitCPDate date"
            ),
            first_year=2026,
        ),
    ),
)

LAYOUTS = {"ssda903": SSDA903, "cin": CIN}
