"""Which area a row of a publisher's file is about: one code for one piece of land, whatever it was called then.

An authority that was only given another code (Buckinghamshire, North Yorkshire, Somerset, Barnsley,
Sheffield) keeps one series under its present code. One whose land was split or merged (Cumbria,
Northamptonshire, Dorset, Bournemouth, Poole) keeps its own former code, and the table
`authority_change` says what followed it.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kith.reference.store import read_table

ENGLAND = "E92000001"


@dataclass(frozen=True)
class AreaCodes:
    """The codes that a publisher may use, each with the code that Kith's tables use."""

    by_dfe_code: dict[str, str]
    by_ons_code: dict[str, str]
    by_name: dict[str, str]

    @classmethod
    def read(cls) -> AreaCodes:
        """Return the codes in the tables `area` and `authority`."""
        areas = read_table("area")
        authorities = read_table("authority")
        ons = {code: code for code in areas["area_code"]}
        ons |= dict(zip(authorities["former_code"], authorities["authority_code"], strict=True))
        ons |= PRESENT_CODE
        dfe = areas.filter(pl.col("dfe_code").is_not_null())
        return cls(
            by_dfe_code=dict(zip(dfe["dfe_code"], dfe["area_code"], strict=True)),
            by_ons_code=ons,
            by_name={name.casefold(): code for name, code in areas.select("name", "area_code").iter_rows()},
        )

    def present(self, dfe_code: str | None, ons_code: str | None) -> str | None:
        """Return the code that the tables use, or None when neither code is known.

        Two authorities that report as one ("940 / 941") are an area of their own.
        """
        if dfe_code and dfe_code.strip() in self.by_dfe_code:
            return self.by_dfe_code[dfe_code.strip()]
        if ons_code and ons_code.strip() in self.by_ons_code:
            return self.by_ons_code[ons_code.strip()]
        return None

    def of_published_rows(self, frame: pl.DataFrame) -> pl.Series:
        """Return each row's area code (null where it is not known), for the department's standard columns."""
        found = {}
        wanted = ["geographic_level", "region_code", "region_name", "area_name", "old_la_code", "new_la_code"]
        have = frame.select(
            [pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in wanted]
        )
        for key in have.unique().iter_rows():
            level, region, region_name, area_name, dfe_code, ons_code = key
            if level == "National":
                code: str | None = ENGLAND
            elif level == "Regional":
                named = self.by_name.get((region_name or area_name or "").strip().casefold())
                code = self.by_ons_code.get(region or "") or named
            else:
                code = self.present(dfe_code, ons_code)
            found[key] = code
        return pl.Series("area_code", [found[key] for key in have.iter_rows()], dtype=pl.String)


# Same land, new code. Source: ONS Code History Database.
PRESENT_CODE = {
    "E10000002": "E06000060",  # Buckinghamshire, April 2020
    "E10000023": "E06000065",  # North Yorkshire, April 2023
    "E10000027": "E06000066",  # Somerset, April 2023
    "E06000048": "E06000057",  # Northumberland, 2013
    "E08000020": "E08000037",  # Gateshead, 2013
}
