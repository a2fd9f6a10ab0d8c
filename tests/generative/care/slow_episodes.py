"""Episodes again, slow and obvious: every day of care is looked at by itself, and days that are alike are gathered.

Written from the words of the return's guide, not from the fast module: it shares no code with it.
"""

from __future__ import annotations

import datetime
from typing import Any

DAY = datetime.timedelta(days=1)
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
NOT_REGISTERED = ("P1", "P3", "R1", "R2", "R5", "Z1", "Z11", "Z12", "Z13", "Z14", *TEMPORARY)


def slow_episodes(care: Any, *, ours: str, until: datetime.date) -> list[dict[str, Any]]:
    """Return one period's episodes as the return's cells, looking at each day until `until` where care goes on."""
    days = []
    day = care.start
    while day < (care.end or until):
        status = [s.code for s in care.statuses if s.start <= day and (s.end is None or day < s.end)]
        stays = [s for s in care.stays if s.start <= day and (s.end is None or day < s.end)]
        assert len(status) == len(stays) == 1, "There is one legal status and one placement on every day."
        stay = stays[0]
        days.append((day, status[0], (stay.home, stay.address, stay.place, stay.provider, stay.urn), stay))
        day += DAY
    groups: list[list[Any]] = []
    for one in days:
        if groups and groups[-1][-1][1:3] == one[1:3]:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_cells(care, groups, number, ours) for number in range(len(groups))]


def _cells(care: Any, groups: list[list[Any]], number: int, ours: str) -> dict[str, Any]:
    first, status, placed, _ = groups[number][0]
    stay = groups[number][-1][3]  # the last day's row says why the placement ended
    before = groups[number - 1][-1] if number else None
    after = groups[number + 1][0] if number + 1 < len(groups) else None
    cells: dict[str, Any] = {
        "start": first, "legal_status": status, "category": care.category, "place": stay.place, "provider": stay.provider,
    }  # fmt: skip
    if before is None:
        cells["reason_new"] = "S"
    else:
        moved, changed = before[2] != placed, before[1] != status
        same_carer = before[2][0] == placed[0]
        if before[2][2] in TEMPORARY or stay.place in TEMPORARY:
            same_carer = False
        cells["reason_new"] = {
            (True, False, False): "P", (True, False, True): "T", (True, True, False): "B", (True, True, True): "U",
            (False, True, True): "L", (False, True, False): "L",
        }[moved, changed, same_carer]  # fmt: skip
    if after is not None:
        cells["end"], cells["reason_ended"] = after[0], "X1"
        lasting = after[2] != placed and stay.place not in TEMPORARY and after[2][2] not in TEMPORARY
        cells["reason_change"] = stay.ended_because if lasting else ""
    else:
        cells["end"], cells["reason_ended"], cells["reason_change"] = care.end, care.ended_because, ""
    if status in ("V3", "V4"):
        return {**cells, "home_postcode": "", "postcode": "", "urn": "", "location": "", "miles": None}
    cells["postcode"] = stay.postcode
    cells["home_postcode"] = "" if care.unaccompanied else care.home_postcode
    cells["urn"] = "" if stay.place in NOT_REGISTERED else stay.urn or "XXXXXXX"
    cells["location"] = "" if not ours or not stay.authority else "IN" if stay.authority == ours else "OUT"
    points = (care.home_easting, care.home_northing, stay.easting, stay.northing)
    if care.unaccompanied or None in points:
        cells["miles"] = None
    else:
        metres = ((points[0] - points[2]) ** 2 + (points[1] - points[3]) ** 2) ** 0.5
        cells["miles"] = round(metres / 1609.344, 1)
    return cells
