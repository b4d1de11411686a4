"""A tiny invented pack and invented reports, for tests of store, pipeline and command line."""

from __future__ import annotations

from pathlib import Path

PLACES = """id	name	kind	country	lat	lon	radius_m	parent	aliases	valid_from	valid_to	source
zz	Zedland	country	zz	10	10	300000					own
zz.up	Upmark	province	zz	10.5	10	60000	zz				own
zz.up.fell	Fellbury	town	zz	10.6	10.1	3000	zz.up	Felbury			own
zz.up.moor	Moorham	town	zz	11.4	10.9	3000	zz.up				own
"""
ACTORS = """
[[actor]]
id = "red-front"
name = "Red Front"
kind = "armed_group"
country = "zz"
labels = [{text = "Scarlet Menace", by = "zz.army"}]

[[actor]]
id = "zz.army"
name = "Zedland Army"
kind = "military"
country = "zz"
"""
OUTLETS = """id	name	kind	country	language	aliases	domains	source
outlet:zedwire	Zed Wire	wire	zz	en			own
"""
REPORTS = (
    "Title: Post attacked\nSource: Zed Wire\nPublished: 2031-03-04\n\n"
    "The Red Front attacked the Zedland Army near Fellbury with 12 men on 3 March 2031. "
    "Rain fell on the hills all day.\n",
    "Title: Second day\nSource: Zed Wire\nPublished: 2031-03-09\n\n"
    "Fighters of the Red Front attacked the market of Moorham on 8 March 2031. Trade was slow this year.\n",
    "Title: Weather\nSource: Zed Wire\nPublished: 2031-03-10\n\nSnow closed the pass above Fellbury for a week.\n",
)


def make_pack(folder: Path) -> Path:
    """Write the pack; its folder."""
    home = folder / "zedpack"
    home.mkdir(parents=True, exist_ok=True)
    (home / "pack.toml").write_text(
        'id = "zed"\nname = "Zedland"\nversion = "1"\nincludes = ["en"]\nregion = ["zz"]\n[sources]\nown = "invented"\n'
    )
    (home / "places.tsv").write_text(PLACES)
    (home / "actors.toml").write_text(ACTORS)
    (home / "sources.tsv").write_text(OUTLETS)
    return home


def make_reports(folder: Path, number: int = len(REPORTS)) -> Path:
    """Write so many reports, no two the same; their folder."""
    home = folder / "reports"
    home.mkdir(parents=True, exist_ok=True)
    for i in range(number):
        text = REPORTS[i % len(REPORTS)]
        (home / f"r{i:03}.txt").write_text(text if i < len(REPORTS) else text + f"\nThis was report number {i}.\n")
    return home
