"""Generated histories of one child's care: whatever is done, and in whatever order, nothing comes about that cannot be true.

A machine calls the room's own actions, sensible and senseless ones, corrections among them. What an action refuses, it
refuses in a sentence and leaves nothing behind. After every step the database is asked for what must never be; at the end
every day of care has one legal status and one placement, and the episodes are those of the slow reference. Where nothing
unusual was recorded, the rules of the statutory return find no error in them.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kith.casework.care.actions import beside_care, correcting, correcting_end, homes, placing, taking_away
from kith.casework.care.episodes import Care, Status, Stay
from kith.casework.care.models import HomeAddress, LegalStatus, PeriodOfCare, Placement, UnaccompaniedChild
from kith.casework.care.queries.episodes import as_frame, episodes_of_children
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.details import move_home
from kith.casework.people.models import Person
from kith.casework.timeline.models import Event
from kith.engines.returns.checking import rulebook
from kith.engines.returns.codes import find_authority
from kith.engines.returns.reading.returns import read_ssda903
from kith.engines.returns.running import run_rules
from kith.engines.returns.writing.returns import write_csv
from kith.engines.returns.years import read_year
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import a_home
from tests.generative.care.slow_episodes import slow_episodes

TODAY = timezone.localdate()
OURS = "E09000012"
NEVER = {
    "a placement outside its period of care": """
        SELECT 1 FROM care_placement x JOIN care_periodofcare p ON p.id = x.period_of_care_id
        WHERE NOT daterange(p.start_date, p.end_date) @> daterange(x.start_date, x.end_date)""",
    "a legal status outside its period of care": """
        SELECT 1 FROM care_legalstatus x JOIN care_periodofcare p ON p.id = x.period_of_care_id
        WHERE NOT daterange(p.start_date, p.end_date) @> daterange(x.start_date, x.end_date)""",
    "a period whose days are not all in a home": """
        SELECT 1 FROM care_periodofcare p WHERE datemultirange(daterange(p.start_date, p.end_date)) <> (
          SELECT range_agg(daterange(x.start_date, x.end_date)) FROM care_placement x WHERE x.period_of_care_id = p.id)""",
    "a period whose days are not all under a legal status": """
        SELECT 1 FROM care_periodofcare p WHERE datemultirange(daterange(p.start_date, p.end_date)) <> (
          SELECT range_agg(daterange(x.start_date, x.end_date)) FROM care_legalstatus x WHERE x.period_of_care_id = p.id)""",
    "two periods of care that meet": """
        SELECT 1 FROM care_periodofcare a JOIN care_periodofcare b ON a.child_id = b.child_id AND a.end_date = b.start_date""",
    "a child with a parent by agreement": """
        SELECT 1 FROM care_placement x JOIN care_legalstatus s ON s.child_id = x.child_id
        AND daterange(s.start_date, s.end_date) && daterange(x.start_date, x.end_date)
        WHERE (x.placement_type = 'P1' AND s.code = 'V2') OR (x.placement_type IN ('A5', 'A6') AND s.code <> 'E1')""",
    "a temporary stay that begins or ends care": """
        SELECT 1 FROM care_placement x JOIN care_periodofcare p ON p.id = x.period_of_care_id
        WHERE x.placement_type LIKE 'T%' AND (x.start_date = p.start_date OR x.end_date = p.end_date)""",
    "a provider of a temporary stay, or none of another": """
        SELECT 1 FROM care_placement WHERE (provider = '') <> (placement_type LIKE 'T%' OR placement_type LIKE 'Z%')""",
    "two homes on one day on the child's own record": """
        SELECT 1 FROM people_residence a JOIN people_residence b ON a.person_id = b.person_id AND a.id < b.id
        AND a.kind = 'home' AND b.kind = 'home' AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)""",
}  # fmt: skip


class ChildsCare(RuleBasedStateMachine):
    """One child, some homes, and days that mostly go forward."""

    cast: Cast
    folder: Path

    @initialize(back=st.integers(30, 500), age=st.integers(3, 16))
    def begin(self, back: int, age: int) -> None:
        """A child of some age, some time ago, in the care of nobody yet."""
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.day = TODAY - datetime.timedelta(days=back)
        self.child = Person.objects.create(
            display_name="Generated", sex="F", birth_date=self.day - datetime.timedelta(days=365 * age + 40)
        )
        self.by = self.cast.team_manager
        move_home(
            people=[self.child], lines="4 Mill Lane", town="London", postcode="E8 3EY", by=self.by,
            start_date=self.day - datetime.timedelta(days=60),
        )  # fmt: skip
        self.homes = [
            a_home("Ann Clarke", urn="SC100001", postcode="E8 3PH"),
            a_home("Rosa Diaz", urn="SC100002", postcode="E8 4RP"),
            a_home("Mother", kind="parent", provider="PR0", postcode="E8 1EA"),
            a_home("Nan", kind="connected", urn="SC100003", postcode="E8 4RP"),
            a_home("Elm House", kind="childrens_home", provider="PR4", urn="SC100004", postcode="CT10 1AA"),
            a_home("Hospital", kind="health", provider="PR3", postcode="E9 6SR"),
        ]
        self.postcodes = ["E2 8BY", "E8 3PH", "E8 4RP"]
        self.refusals: list[str] = []
        self.corrected = False
        self.come(legal_status="V2", home=0, kind="U6", off=0)

    def teardown(self) -> None:
        """Judge the whole history, and leave the database as it was."""
        if hasattr(self, "sandbox"):
            try:
                assert all(said.strip().endswith((".", "?")) for said in self.refusals), self.refusals
                self._episodes_are_as_the_reference_says()
                self._the_return_finds_no_error()
            finally:
                transaction.set_rollback(True)
                self.sandbox.__exit__(None, None, None)

    def _tried(self, act: Any) -> Any:
        try:
            with transaction.atomic():
                return act()
        except CannotBeTrue as refused:
            self.refusals.append(refused.sentence)
            return None

    def _period(self) -> PeriodOfCare | None:
        return PeriodOfCare.objects.filter(child=self.child).order_by("-start_date").first()

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        """Later, and never after today."""
        self.day = min(self.day + datetime.timedelta(days=days), TODAY)

    @rule(
        legal_status=st.sampled_from(["V2", "C1", "C2", "E1", "V3", "J1"]),
        home=st.integers(0, 5),
        kind=st.sampled_from(["U6", "U4", "U3", "P1", "K2", "A6", "T1"]),
        off=st.sampled_from([0, 0, -30]),
    )
    def come(self, legal_status: str, home: int, kind: str, off: int) -> None:
        """Come into care, though perhaps in care already."""
        self._tried(
            lambda: placing.begin_care(
                child=self.child, day=self.day + datetime.timedelta(days=off), category_of_need="N1",
                legal_status=legal_status, why="So it was.", home=self.homes[home], placement_type=kind, by=self.by,
            )
        )  # fmt: skip

    @rule(
        home=st.integers(0, 5),
        kind=st.sampled_from(["U6", "U6", "U4", "U3", "P1", "K2", "A5", "T1", "T3", "R2", "Z11"]),
        why=st.sampled_from(["CARPL", "OTHER", ""]),
        off=st.sampled_from([0, 0, 0, -10]),
    )
    def move(self, home: int, kind: str, why: str, off: int) -> None:
        """Move to a home, for good or for a while."""
        period = self._period()
        if period is not None:
            day = self.day + datetime.timedelta(days=off)
            self._tried(
                lambda: placing.place(
                    period=period,
                    home=self.homes[home],
                    placement_type=kind,
                    day=day,
                    by=self.by,
                    ended_because=why,
                )
            )

    @rule(code=st.sampled_from(["V2", "C1", "C2", "E1", "L2", "V3"]), off=st.sampled_from([0, 0, -10]))
    def change_status(self, code: str, off: int) -> None:
        """Another legal status."""
        period = self._period()
        if period is not None:
            day = self.day + datetime.timedelta(days=off)
            self._tried(lambda: placing.change_legal_status(period=period, code=code, day=day, by=self.by))

    @rule(why=st.sampled_from(["E4A", "E41", "E5", "E11", "E17", "X1"]))
    def leave(self, why: str) -> None:
        """Leave care."""
        period = self._period()
        if period is not None:
            self._tried(
                lambda: placing.end_care(
                    period=period, day=self.day, ended_because=why, end_words="Home.", by=self.by,
                    goes_to_lines="1 New Road", goes_to_postcode="E8 3EY",
                )
            )  # fmt: skip

    @rule(home=st.integers(0, 5), to=st.integers(0, 2))
    def carers_move(self, home: int, to: int) -> None:
        """A household moves house."""
        self._tried(
            lambda: homes.home_moves(
                home=self.homes[home],
                lines=f"{to} Long Road",
                town="",
                postcode=self.postcodes[to],
                day=self.day,
                by=self.by,
            )
        )

    @rule(
        which=st.integers(0, 5),
        off=st.integers(-20, 20),
        kind=st.sampled_from(["U6", "U4", "K2", "T1", "P1"]),
    )
    def correct_placement(self, which: int, off: int, kind: str) -> None:
        """Put right when a placement began and what it was."""
        rows = list(Placement.objects.filter(child=self.child).order_by("start_date"))
        if rows:
            row = rows[which % len(rows)]
            self.corrected = True
            self._tried(
                lambda: correcting.correct_placement(
                    placement=row, day=row.start_date + datetime.timedelta(days=off), placement_type=kind,
                    provider="" if kind == "T1" else "PR0" if kind == "P1" else "PR1", urn=row.urn, ended_because="OTHER",
                    end_words="", why_wrong="Misheard.", by=self.by,
                )
            )  # fmt: skip

    @rule(which=st.integers(0, 5), off=st.integers(-20, 20), code=st.sampled_from(["V2", "C1", "C2", "E1"]))
    def correct_status(self, which: int, off: int, code: str) -> None:
        """Put right a legal status."""
        rows = list(LegalStatus.objects.filter(child=self.child).order_by("start_date"))
        if rows:
            row = rows[which % len(rows)]
            day = row.start_date + datetime.timedelta(days=off)
            self._tried(
                lambda: correcting.correct_legal_status(
                    status=row, day=day, code=code, words="", why_wrong="Misheard.", by=self.by
                )
            )

    @rule(which=st.integers(0, 9), of_status=st.booleans())
    def take_away(self, which: int, of_status: bool) -> None:
        """Take away what never was."""
        rows = list(
            (LegalStatus if of_status else Placement).objects.filter(child=self.child).order_by("start_date")
        )
        if rows:
            self.corrected = True
            row = rows[which % len(rows)]
            self._tried(lambda: taking_away.take_away(row=row, why_wrong="Another child's.", by=self.by))

    @rule(off=st.integers(-30, 30), did_not_end=st.booleans())
    def correct_end(self, off: int, did_not_end: bool) -> None:
        """Put right when care ended, or that it went on."""
        period = self._period()
        if period is None or period.end_date is None:
            return
        ended = period.end_date
        if did_not_end:
            self._tried(
                lambda: correcting_end.care_did_not_end(period=period, why_wrong="It went on.", by=self.by)
            )
        else:
            self._tried(
                lambda: correcting_end.correct_end_of_care(
                    period=period, day=ended + datetime.timedelta(days=off), ended_because="E41", end_words="Nan.",
                    why_wrong="Another day.", by=self.by,
                )
            )  # fmt: skip

    @rule(off=st.integers(-40, 40))
    def correct_start(self, off: int) -> None:
        """Put right when care began."""
        period = self._period()
        if period is not None:
            self.corrected = True
            day = period.start_date + datetime.timedelta(days=off)
            self._tried(
                lambda: correcting.correct_period(
                    period=period,
                    day=day,
                    category_of_need="N2",
                    why="Otherwise.",
                    child_words="",
                    why_wrong="Misheard.",
                    by=self.by,
                )
            )

    @rule()
    def seek_asylum(self) -> None:
        """Be recorded as alone."""
        self._tried(lambda: beside_care.seeks_asylum_alone(child=self.child, day=self.day, by=self.by))

    @invariant()
    def nothing_is_that_cannot_be(self) -> None:
        """None of the forbidden states has come about."""
        if not hasattr(self, "child"):
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join(f"EXISTS ({asked})" for asked in NEVER.values()).replace("%", "%%"), []
            )
            found = dict(zip(NEVER, cursor.fetchone(), strict=True))
        assert not [what for what, is_so in found.items() if is_so]

    def _episodes_are_as_the_reference_says(self) -> None:
        fast = episodes_of_children([self.child.pk])
        slow: list[dict[str, Any]] = []
        for care in self._cares():
            slow += slow_episodes(care, ours=OURS, until=max(TODAY, care.start) + datetime.timedelta(days=1))
        assert [
            {name: getattr(one, name) for name in cells} for one, cells in zip(fast, slow, strict=True)
        ] == slow

    def _cares(self) -> list[Care]:
        addresses = {row.pk: row for row in HomeAddress.objects.all()}
        alone = UnaccompaniedChild.objects.filter(child=self.child).exists()
        return [
            Care(
                period.pk, period.child_id, period.start_date, period.end_date, period.ended_because,
                period.category_of_need, period.home_postcode, period.home_easting, period.home_northing, alone,
                [Status(row.code, row.start_date, row.end_date) for row in period.legal_statuses.order_by("start_date")],
                [
                    Stay(
                        row.home_id, row.home_address_id, row.placement_type, row.provider, row.urn, row.start_date,
                        row.end_date, row.ended_because, addresses[row.home_address_id].postcode,
                        addresses[row.home_address_id].authority_code, addresses[row.home_address_id].easting,
                        addresses[row.home_address_id].northing, row.pk,
                    )
                    for row in period.placements.order_by("start_date")
                ],
            )
            for period in PeriodOfCare.objects.filter(child=self.child).order_by("start_date")
        ]  # fmt: skip

    def _the_return_finds_no_error(self) -> None:
        """Where every step was usual and nothing was corrected, no rule about episodes flags one."""
        unusual = Event.objects.filter(subjects__person=self.child, details__has_key="unusual").exists()
        if not unusual and not self.corrected:
            assert errors_in(self.child, self.folder) == []


def errors_in(child: Person, folder: Path) -> list[str]:
    """Return the codes of the return's rules that flag a child's episodes, in the collection years that they touch.

    The return is written and read again, with the child's details and whether they came alone.
    """
    found: list[str] = []
    born = child.birth_date
    assert born is not None
    alone = UnaccompaniedChild.objects.filter(child=child).exists()
    for written in ("2024/25", "2025/26", "2026/27"):
        year = read_year(written)
        frame = as_frame(episodes_of_children([child.pk]), first=year.start, last=year.end)
        if frame.is_empty():
            continue
        header = pl.DataFrame({"CHILD": [str(child.pk)], "SEX": ["2"], "DOB": [f"{born:%d/%m/%Y}"], "ETHNIC": ["WBRI"], "UASC": ["1" if alone else "0"]})  # fmt: skip
        texts = frame.with_columns(pl.col("DECOM", "DEC").dt.strftime("%d/%m/%Y"))
        write_csv("ssda903", {"Header": header, "Episodes": texts}, folder)
        if alone:
            (folder / "UASC.csv").write_text(f"CHILD,SEX,DOB,DUC\n{child.pk},2,{born:%d/%m/%Y},\n")
        else:
            (folder / "UASC.csv").unlink(missing_ok=True)
        read = read_ssda903([folder], year, authority=find_authority("Hackney"))
        of_episodes = [
            one
            for one in rulebook("ssda903").in_force(year)
            if any(table == "Episodes" for table, _ in one.fields)
        ]
        found += [
            f"{written}: {result.rule.code}"
            for result in run_rules(of_episodes, read.tables)
            if result.rows.get("Episodes")
        ]
    return found


@pytest.fixture
def hackney(settings: Any) -> None:
    """The record is Hackney's, where most of these homes are."""
    settings.AUTHORITY_NAME = "Hackney"


@pytest.mark.django_db
def test_no_history_reaches_what_cannot_be(cast: Cast, hackney: None, tmp_path: Path) -> None:
    """Twelve children's stories of up to twenty-five steps each."""
    machine = type("ChildsCareWithTheCast", (ChildsCare,), {"cast": cast, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_machine_reaches_a_whole_history(cast: Cast, hackney: None, tmp_path: Path) -> None:
    """The steps are not all refused: told in order, they lead into care, through it and out, and the return has no error."""
    machine = type("Told", (ChildsCare,), {"cast": cast, "folder": tmp_path})()
    machine.begin(back=400, age=9)
    machine.time_passes(days=30)
    machine.change_status(code="C1", off=0)
    machine.time_passes(days=20)
    machine.move(home=5, kind="T1", why="", off=0)
    machine.time_passes(days=9)
    machine.move(home=0, kind="U6", why="", off=0)
    machine.time_passes(days=20)
    machine.carers_move(home=0, to=2)
    machine.time_passes(days=20)
    machine.move(home=2, kind="P1", why="CARPL", off=0)
    machine.time_passes(days=30)
    machine.leave(why="E4A")
    assert machine.refusals == []
    told = [(one.reason_new, one.place, one.reason_ended) for one in episodes_of_children([machine.child.pk])]
    assert told == [
        ("S", "U6", "X1"), ("L", "U6", "X1"), ("P", "T1", "X1"), ("P", "U6", "X1"), ("T", "U6", "X1"), ("P", "P1", "E4A"),
    ]  # fmt: skip
    assert errors_in(machine.child, tmp_path) == []
    machine.teardown()
