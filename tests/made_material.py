"""A convincing invented case, by hand: a country that does not exist, its reports, and what was derived from them.

EXERCISE MATERIAL: every place, organisation, outlet and happening is invented.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from marsad.pack import Pack, load_pack
from marsad.values import (
    Assessment,
    Claim,
    Coded,
    Count,
    Document,
    Figure,
    Incident,
    Mention,
    Origin,
    Party,
    Span,
    StatedPlace,
    Statement,
    Toll,
    Uncoded,
    Voice,
    Vote,
)
from marsad.views import Material

PLACES = """id\tname\tkind\tcountry\tlat\tlon\tradius_m\tparent\taliases\tvalid_from\tvalid_to\tsource
xa\tAmarra\tcountry\txa\t33.0\t70.0\t200000\t\t\t\t\town
xa.nor\tNorhal\tprovince\txa\t33.6\t70.0\t80000\txa\tNorhaal\t\t\town
xa.sar\tSarwan\tprovince\txa\t32.5\t70.0\t80000\txa\t\t\t\town
xa.nor.dera\tDera Kol\tdistrict\txa\t33.6\t69.5\t30000\txa.nor\t\t\t\town
xa.nor.mir\tMirgarh\tdistrict\txa\t33.6\t70.5\t30000\txa.nor\t\t\t\town
xa.sar.lan\tLandai\tdistrict\txa\t32.5\t69.5\t30000\txa.sar\t\t\t\town
xa.sar.sho\tShobar\tdistrict\txa\t32.5\t70.5\t30000\txa.sar\t\t\t\town
xa.nor.mir.town\tMirgarh town\ttown\txa\t33.62\t70.44\t3000\txa.nor.mir\t\t\t\town
xa.sar.sho.kot\tKotla\ttown\txa\t32.44\t70.62\t3000\txa.sar.sho\t\t\t\town
xa.sar.lan.pass\tZarra Pass\tpass\txa\t32.85\t69.25\t6000\txa.sar.lan\t\t\t\town
"""
ACTORS = """
[[actor]]
id = "xa.army"
name = "Amarran army"
kind = "military"
country = "xa"
[[actor]]
id = "xa.police"
name = "Norhal police"
kind = "police"
country = "xa"
[[actor]]
id = "fhm"
name = "Free Hills Movement"
kind = "armed_group"
aliases = ["FHM"]
labels = [{ text = "hill bandits", by = "xa.state" }]
[[actor]]
id = "brn"
name = "Black River Network"
kind = "armed_group"
[[actor]]
id = "xa.state"
name = "Amarra"
kind = "state"
country = "xa"
[[actor]]
id = "xb.state"
name = "Belistan"
kind = "state"
country = "xb"
"""
OUTLETS = """id\tname\tkind\tcountry\tlanguage\taliases\tdomains\tsource
outlet:hpa\tHill Press Agency\twire\txa\ten\tHPA\thpa.example\town
outlet:daily\tAmarra Daily\tprivate\txa\ten\t\tamarradaily.example\town
outlet:state\tVoice of Amarra\tstate\txa\ten\t\t\town
outlet:fhm\tHills Bulletin\tarmed_group\txa\ten\t\t\town
outlet:relief\tRelief Monitor\tngo\t\ten\t\trelief.example\town
"""
BORDERS = {
    "xa.nor": [
        (69.0, 33.0),
        (69.6, 33.05),
        (70.3, 32.95),
        (71.0, 33.1),
        (71.1, 33.9),
        (70.4, 34.25),
        (69.5, 34.1),
        (68.9, 33.7),
    ],
    "xa.sar": [
        (69.0, 33.0),
        (69.6, 33.05),
        (70.3, 32.95),
        (71.0, 33.1),
        (71.05, 32.3),
        (70.5, 31.9),
        (69.6, 32.0),
        (68.95, 32.4),
    ],
    "xa.nor.dera": [
        (69.0, 33.0),
        (69.6, 33.05),
        (69.95, 33.0),
        (70.05, 33.6),
        (69.9, 34.17),
        (69.5, 34.1),
        (68.9, 33.7),
    ],
    "xa.nor.mir": [
        (69.95, 33.0),
        (70.3, 32.95),
        (71.0, 33.1),
        (71.1, 33.9),
        (70.4, 34.25),
        (69.9, 34.17),
        (70.05, 33.6),
    ],
    "xa.sar.lan": [
        (69.0, 33.0),
        (69.6, 33.05),
        (69.95, 33.0),
        (70.1, 32.5),
        (70.0, 31.95),
        (69.6, 32.0),
        (68.95, 32.4),
    ],
    "xa.sar.sho": [
        (69.95, 33.0),
        (70.3, 32.95),
        (71.0, 33.1),
        (71.05, 32.3),
        (70.5, 31.9),
        (70.0, 31.95),
        (70.1, 32.5),
    ],
}


def made_pack(folder: Path) -> Pack:
    """Write the invented region's pack into a folder and load it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(
        'id = "amarra"\nname = "Amarra (invented)"\nversion = "1"\nregion = ["xa"]\n[sources]\nown = "invented"\n'
    )
    (folder / "places.tsv").write_text(PLACES)
    (folder / "actors.toml").write_text(ACTORS)
    (folder / "sources.tsv").write_text(OUTLETS)
    features = [
        {
            "type": "Feature",
            "properties": {"id": key},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }
        for key, ring in BORDERS.items()
    ]
    (folder / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "attribution": "invented borders", "features": features})
    )
    return load_pack(str(folder))


# ------------------------------------------------------------------------------------------------------ the reports

REPORTS: dict[str, tuple[str, str, date, str, str]] = {
    "d1": (
        "outlet:hpa",
        "Blast at Mirgarh market kills five",
        date(2031, 3, 6),
        "https://hpa.example/1",
        "MIRGARH, March 6 (HPA) - At least five people were killed when a bomb exploded in the market of Mirgarh town "
        "on Thursday morning, police said. A district hospital official said seven bodies had been brought in. "
        "No group immediately claimed responsibility. The market is the largest of the hills. "
        "Who will protect the traders?",
    ),
    "d2": (
        "outlet:daily",
        "Five dead in market bombing",
        date(2031, 3, 7),
        "https://amarradaily.example/market",
        "At least five people were killed when a bomb exploded in the market of Mirgarh town on Thursday, police said, "
        "according to HPA. The government blamed hill bandits for the bombing.",
    ),
    "d3": (
        "outlet:fhm",
        "Statement of the Free Hills Movement",
        date(2031, 3, 7),
        "",
        "The Free Hills Movement carried out the operation in Mirgarh and 14 soldiers of the enemy were killed. "
        "We deny that any trader was harmed.",
    ),
    "d4": (
        "outlet:state",
        "Terror den destroyed",
        date(2031, 3, 10),
        "javascript:alert(1)",
        "The army said on Monday that jets struck a hideout of hill bandits in Landai district on the night of "
        "9 March, killing 12 militants. Officials said Belistan arms and shelters the Free Hills Movement.",
    ),
    "d5": (
        "outlet:relief",
        "Sarwan: flash update 2",
        date(2031, 3, 14),
        "https://relief.example/flash2",
        "Some 3,200 people have been displaced from Landai district since 9 March, according to local partners. "
        "Residents told Relief Monitor that four children were among those killed in the strike. "
        "Fighters move from Belistan through the Zarra Pass and Landai to Kotla, residents said.",
    ),
    "d6": (
        "outlet:hpa",
        "Convoy ambushed in Norhal",
        date(2031, 3, 17),
        "https://hpa.example/6",
        "Gunmen ambushed a convoy somewhere in Norhal province on Sunday, wounding three soldiers, a security official "
        "said. "
        "The Black River Network claimed responsibility for the ambush. "
        "The Free Hills Movement also claimed the ambush. "
        "Belistan rejected the allegation that it arms the Free Hills Movement.",
    ),
    "d7": (
        "outlet:daily",
        "Traders block Kotla road",
        date(2031, 3, 20),
        "https://amarradaily.example/road",
        "Hundreds of traders blocked the road at Kotla on Wednesday to demand protection. "
        "The Free Hills Movement controls parts of Shobar district, analysts said, though the army denies it. "
        "Two engineers were abducted last week, reports say, but nobody knows where.",
    ),
    "d8": (
        "outlet:hpa",
        "Seven freed after talks",
        date(2031, 3, 22),
        "https://hpa.example/8",
        "Seven prisoners may have been released near Kotla on Friday or Saturday, an elder said. "
        "If the talks fail, the army could launch an offensive. "
        "Belistan warned Amarra against any offensive. قال شيخ محلي إن الطريق مغلق.",
    ),
}

SENTENCE_END = ". "

PLACED: dict[str, dict[str, Any]] = {
    "mirgarh": {
        "name": "Mirgarh town",
        "link": "xa.nor.mir.town",
        "lat": 33.62,
        "lon": 70.44,
        "radius_m": 3000.0,
        "where_prec": 1,
        "geo_precision": 1,
        "admin1": "xa.nor",
        "admin2": "xa.nor.mir",
    },
    "mirgarh_district": {
        "name": "Mirgarh",
        "link": "xa.nor.mir",
        "lat": 33.6,
        "lon": 70.5,
        "radius_m": 30000.0,
        "where_prec": 3,
        "geo_precision": 2,
        "admin1": "xa.nor",
        "admin2": "xa.nor.mir",
    },
    "landai": {
        "name": "Landai",
        "link": "xa.sar.lan",
        "lat": 32.5,
        "lon": 69.5,
        "radius_m": 30000.0,
        "where_prec": 3,
        "geo_precision": 2,
        "admin1": "xa.sar",
        "admin2": "xa.sar.lan",
    },
    "norhal": {
        "name": "Norhal",
        "link": "xa.nor",
        "lat": 33.6,
        "lon": 70.0,
        "radius_m": 80000.0,
        "where_prec": 4,
        "geo_precision": 3,
        "admin1": "xa.nor",
        "admin2": None,
    },
    "kotla": {
        "name": "Kotla",
        "link": "xa.sar.sho.kot",
        "lat": 32.44,
        "lon": 70.62,
        "radius_m": 3000.0,
        "where_prec": 1,
        "geo_precision": 1,
        "admin1": "xa.sar",
        "admin2": "xa.sar.sho",
    },
    "near_kotla": {
        "name": "Kotla",
        "link": "xa.sar.sho.kot",
        "lat": 32.44,
        "lon": 70.62,
        "radius_m": 25000.0,
        "where_prec": 2,
        "geo_precision": 2,
        "admin1": "xa.sar",
        "admin2": "xa.sar.sho",
    },
    "zarra": {
        "name": "Zarra Pass",
        "link": "xa.sar.lan.pass",
        "lat": 32.85,
        "lon": 69.25,
        "radius_m": 6000.0,
        "where_prec": 5,
        "geo_precision": 2,
        "admin1": "xa.sar",
        "admin2": "xa.sar.lan",
    },
    "shobar": {
        "name": "Shobar",
        "link": "xa.sar.sho",
        "lat": 32.5,
        "lon": 70.5,
        "radius_m": 30000.0,
        "where_prec": 3,
        "geo_precision": 2,
        "admin1": "xa.sar",
        "admin2": "xa.sar.sho",
    },
    "belistan": {
        "name": "Belistan",
        "link": "xb",
        "lat": None,
        "lon": None,
        "radius_m": None,
        "where_prec": 6,
        "geo_precision": 3,
        "admin1": None,
        "admin2": None,
    },
}

LINKED = {
    "Free Hills Movement": "fhm",
    "Black River Network": "brn",
    "Amarran army": "xa.army",
    "Belistan": "xb.state",
    "Amarra": "xa.state",
    "police": "generic:police@xa",
    "militants": "generic:militants",
    "soldiers": "xa.army",
    "civilians": "generic:civilians",
    "gunmen": "generic:gunmen",
}


def party(name: str, label: str | None = None) -> Party:
    return Party(name, LINKED.get(name), None, None, label)


def placed(key: str, role: str = "at") -> StatedPlace:
    fields = PLACED[key]
    country = None if key == "belistan" else "xa"
    return StatedPlace(role=role, country=country, start=None, end=None, **fields)  # type: ignore[arg-type]


class Case:
    """Collects statements by the words of the report they stand in, so that every offset is true."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.statements: dict[str, list[Statement]] = {}
        self.mentions: dict[str, list[Mention]] = {}
        for key, (source, title, published, url, text) in REPORTS.items():
            self.documents[key] = Document(
                key, text, title, source, url or None, published, datetime(2031, 3, 25, 8, 0), "en"
            )
            self.statements[key], self.mentions[key] = [], []

    def span(self, key: str, words: str) -> Span:
        start = self.documents[key].text.index(words)
        return Span(start, start + len(words))

    def mention(self, key: str, words: str, kind: str, **fields: Any) -> None:
        start, end = self.span(key, words)
        self.mentions[key].append(Mention(start, end, words, kind, **fields))  # type: ignore[arg-type]

    def say(self, key: str, words: str, shape: str, code: str, **given: Any) -> str:
        """Add a statement; ``code`` is "TYPE/mode", a voice is (name, kind, cue), a count (kind, side, low, high)."""
        span = self.span(key, words)
        type_, _, mode = code.partition("/")
        voices = [
            Voice(n, None, k, None, None, self.span(key, cue) if cue else None) for n, k, cue in given.get("voice", [])
        ]
        voices.append(Voice(None, self.documents[key].source, "outlet", None, None, None))
        counts = [Count(k, s, lo, hi, span.start, span.end) for k, s, lo, hi in given.get("counts", [])]
        number = len(self.statements[key]) + 1
        trigger = given.get("trigger")
        first, last = given.get("days", (None, None))
        self.statements[key].append(
            Statement(
                id=f"s{key}{number}",
                evidence=(span,),
                shape=shape,
                type=type_ or None,
                mode=mode or None,  # type: ignore[arg-type]
                auxiliary=given.get("auxiliary", ()),
                actors=tuple(given.get("actors", ())),
                recipients=tuple(given.get("recipients", ())),
                places=tuple(given.get("places", ())),
                earliest=first,
                latest=last,
                date_prec=1 if first and first == last else None,
                counts=tuple(counts),
                means=(),
                voice=tuple(voices),
                modality=given.get("modality", "reported"),
                polarity=given.get("polarity", "affirmed"),
                score=0.9,
                trigger=self.span(key, trigger) if trigger else None,
                quote=words,
            )
        )
        return f"s{key}{number}"

    def coded(self) -> dict[str, Coded]:
        found = {}
        for key, document in self.documents.items():
            sentences = sentences_of(document.text)
            said = self.statements[key]
            uncoded = [
                Uncoded(s.start, s.end, "question" if document.text[s.end - 1] == "?" else "background")
                for s in sentences
                if not any(e.start < s.end and e.end > s.start for x in said for e in x.evidence)
            ]
            found[key] = Coded(
                key,
                sentences,
                tuple(self.mentions[key]),
                tuple(said),
                tuple(uncoded),
                (),
                document.source,
                document.published,
                document.title,
                document.url,
            )
        return found


def sentences_of(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    while start < len(text):
        stop = text.find(SENTENCE_END, start)
        end = len(text) if stop < 0 else stop + 1
        spans.append(Span(start, end))
        start = end + 1
    return tuple(spans)


def origin(key: str, kind: str, name: str, documents: tuple[str, ...], *statements: str) -> Origin:
    return Origin(key, kind, name, None, documents, statements)  # type: ignore[arg-type]


def assessment(
    pair: str, origins: list[Origin], tolls: tuple[Toll, ...] = (), contested: bool = False, *reasons: str
) -> Assessment:
    votes = tuple(Vote(o.id, "supports", 0.8, "first-hand", o.statements) for o in origins)
    return Assessment(pair[0], int(pair[1]), tuple(origins), votes, tolls, contested, reasons)  # type: ignore[arg-type]


def incident(
    key: str, code: str, place: StatedPlace | None, when: tuple[date | None, date | None], **given: Any
) -> Incident:
    type_, _, mode = code.partition("/")
    statements = given["statements"]
    return Incident(
        id=key,
        kind="incident",
        statements=statements,
        documents=tuple(dict.fromkeys(s[1:3] for s in statements)),
        type=type_,
        mode=mode or None,
        actors=tuple(given.get("actors", ())),
        recipients=tuple(given.get("recipients", ())),
        place=place,
        earliest=when[0],
        latest=when[1],
        date_prec=given.get("date_prec", 1 if when[0] else None),
        claimed_by=tuple(given.get("claimed", ())),
        blamed=tuple(given.get("blamed", ())),
        denied_by=tuple(given.get("denied", ())),
        reasons=given.get("reasons", ("same place, same day, same kind",)),
        assessment=given.get("assessment"),
    )


def claim(key: str, shape: str, code: str, **given: Any) -> Claim:
    type_, _, mode = code.partition("/")
    statements = given["statements"]
    return Claim(
        id=key,
        kind="claim",
        shape=shape,
        type=type_ or None,
        mode=mode or None,
        statements=statements,  # type: ignore[arg-type]
        documents=tuple(dict.fromkeys(s[1:3] for s in statements)),
        actors=tuple(given.get("actors", ())),
        recipients=tuple(given.get("recipients", ())),
        places=tuple(given.get("places", ())),
        earliest=None,
        latest=None,
        assessment=given.get("assessment"),
    )


POLICE = ("police", "official_anonymous", "police said")
THURSDAY = (date(2031, 3, 6), date(2031, 3, 6))


def made_material(pack: Pack | None = None, **changed: Any) -> Material:
    """The whole case; ``changed`` replaces documents' fields: ``d1={"title": …}``."""
    case = Case()
    _mentions(case)
    incidents = (*_first(case), *_second(case))
    claims = _claims(case)
    documents = dict(case.documents)
    for key, fields in changed.items():
        old = documents[key]
        documents[key] = Document(**{f: fields.get(f, getattr(old, f)) for f in Document.__slots__})
    return Material(documents, case.coded(), incidents, claims, "made/1", pack)


def _mentions(case: Case) -> None:
    case.mention("d1", "five", "count", low=5, high=None)
    case.mention("d1", "Mirgarh town", "place", link="xa.nor.mir.town", name="Mirgarh town")
    case.mention("d1", "Thursday morning", "time", earliest=date(2031, 3, 6), latest=date(2031, 3, 6))
    case.mention("d1", "police", "actor", link="generic:police@xa", name="police")
    case.mention("d1", "bomb", "means")
    case.mention("d2", "hill bandits", "actor", link="fhm", name="Free Hills Movement", label="hill bandits")
    case.mention("d4", "hill bandits", "actor", link="fhm", name="Free Hills Movement", label="hill bandits")


def _first(case: Case) -> tuple[Incident, ...]:
    mirgarh, civilians = placed("mirgarh"), party("civilians")
    blast = {"places": [mirgarh], "recipients": [civilians], "days": THURSDAY, "trigger": "exploded"}
    five = [("killed", "civilians", 5, None)]
    a = case.say("d1", case_text("d1", 0), "event", "ASSAULT/explosives", voice=[POLICE], counts=five, **blast)
    b = case.say(
        "d1",
        case_text("d1", 1),
        "event",
        "ASSAULT",
        voice=[("district hospital official", "medical", "said seven")],
        counts=[("killed", "civilians", 7, 7)],
        places=[mirgarh],
        days=THURSDAY,
    )
    c = case.say(
        "d2",
        case_text("d2", 0),
        "event",
        "ASSAULT/explosives",
        voice=[("police", "official_anonymous", "police said"), ("Hill Press Agency", "media", "according to")],
        counts=five,
        **blast,
    )
    d = case.say(
        "d2",
        case_text("d2", 1),
        "position",
        "ACCUSE/allege",
        actors=[party("Amarra")],
        recipients=[party("Free Hills Movement", "hill bandits")],
        voice=[("government of Amarra", "official_anonymous", "blamed")],
        modality="alleged",
    )
    e = case.say(
        "d3",
        case_text("d3", 0),
        "position",
        "ASSAULT/claim-responsibility",
        actors=[party("Free Hills Movement")],
        recipients=[party("soldiers")],
        counts=[("killed", "soldiers", 14, 14)],
        voice=[("Free Hills Movement", "armed_group", None)],
        modality="asserted",
    )
    f = case.say(
        "d3",
        case_text("d3", 1),
        "event",
        "ASSAULT",
        actors=[party("Free Hills Movement")],
        recipients=[civilians],
        voice=[("Free Hills Movement", "armed_group", "deny")],
        polarity="denied",
        modality="asserted",
    )
    tolls = (
        Toll("killed", "civilians", 5, 6, 8, 5, 7, 7, (Figure("o1", a, 5, None), Figure("o2", b, 7, 7))),
        Toll("killed", "soldiers", 0, 1, 14, 14, 14, 14, (Figure("o3", e, 14, 14),)),
    )
    origins = [
        origin("o1", "official_anonymous", "police", ("d1", "d2"), a, c),
        origin("o2", "medical", "district hospital", ("d1",), b),
        origin("o3", "armed_group", "Free Hills Movement", ("d3",), e, f),
    ]
    market = incident(
        "i100000000001",
        "ASSAULT/explosives",
        mirgarh,
        THURSDAY,
        statements=(a, b, c, d, e, f),
        recipients=[civilians],
        claimed=[party("Free Hills Movement")],
        blamed=[party("Free Hills Movement")],
        denied=[party("Free Hills Movement")],
        assessment=assessment(
            "B1",
            origins,
            tolls,
            True,
            "police and the hospital agree on deaths",
            "d2 copies the agency: one origin",
        ),
    )
    return (market, _strike(case))


def _strike(case: Case) -> Incident:
    landai, when = placed("landai"), (date(2031, 3, 9), date(2031, 3, 10))
    a = case.say(
        "d4",
        case_text("d4", 0),
        "event",
        "ASSAULT/aerial",
        actors=[party("Amarran army")],
        recipients=[party("Free Hills Movement", "hill bandits")],
        places=[landai],
        days=when,
        trigger="struck",
        counts=[("killed", "militants", 12, 12)],
        voice=[("Amarran army", "official_named", "said on Monday")],
    )
    b = case.say(
        "d5",
        case_text("d5", 1),
        "event",
        "ASSAULT/aerial",
        places=[landai],
        days=when,
        counts=[("killed", "children", 4, 4)],
        voice=[("residents", "witness", "told")],
    )
    tolls = (
        Toll("killed", "militants", 6, 9, 12, 12, 12, 12, (Figure("o4", a, 12, 12),)),
        Toll("killed", "children", 2, 4, 5, 4, 4, 4, (Figure("o5", b, 4, 4),)),
    )
    origins = [
        origin("o4", "official_named", "Amarran army", ("d4",), a),
        origin("o5", "witness", "residents of Landai", ("d5",), b),
    ]
    return incident(
        "i100000000002",
        "ASSAULT/aerial",
        landai,
        when,
        statements=(a, b),
        actors=[party("Amarran army")],
        date_prec=2,
        recipients=[party("Free Hills Movement")],
        assessment=assessment("B2", origins, tolls, False, "two origins agree that the strike took place"),
    )


def _second(case: Case) -> tuple[Incident, ...]:
    sunday, wednesday = (date(2031, 3, 16),) * 2, (date(2031, 3, 19),) * 2
    official = [("security official", "official_anonymous", "a security official said")]
    ambush = case.say(
        "d6",
        case_text("d6", 0),
        "event",
        "ASSAULT/firearms",
        actors=[party("gunmen")],
        recipients=[party("soldiers")],
        places=[placed("norhal")],
        days=sunday,
        counts=[("injured", "soldiers", 3, 3)],
        voice=official,
        trigger="ambushed",
    )
    brn = case.say(
        "d6",
        case_text("d6", 1),
        "position",
        "ASSAULT/claim-responsibility",
        actors=[party("Black River Network")],
        voice=[("Black River Network", "armed_group", "claimed responsibility")],
    )
    fhm = case.say(
        "d6",
        case_text("d6", 2),
        "position",
        "ASSAULT/claim-responsibility",
        actors=[party("Free Hills Movement")],
        voice=[("Free Hills Movement", "armed_group", "also claimed")],
    )
    road = case.say(
        "d7",
        case_text("d7", 0),
        "event",
        "PROTEST/obstruct",
        actors=[party("civilians")],
        places=[placed("kotla")],
        days=wednesday,
        modality="asserted",
        trigger="blocked",
    )
    taken = case.say(
        "d7",
        case_text("d7", 2),
        "event",
        "ASSAULT/abduct",
        counts=[("abducted", "civilians", 2, 2)],
        days=(date(2031, 3, 10), date(2031, 3, 16)),
        voice=[("reports", "unspecified", "reports say")],
    )
    freed = case.say(
        "d8",
        case_text("d8", 0),
        "event",
        "RETREAT/release",
        places=[placed("near_kotla")],
        modality="possible",
        days=(date(2031, 3, 21), date(2031, 3, 22)),
        counts=[("released", "prisoners", 7, 7)],
        voice=[("local elder", "witness", "an elder said")],
    )
    case.say(
        "d8",
        case_text("d8", 1),
        "event",
        "ASSAULT",
        actors=[party("Amarran army")],
        modality="hypothetical",
        auxiliary=("future", "hypothetical"),
    )
    one = (
        incident(
            "i100000000003",
            "ASSAULT/firearms",
            placed("norhal"),
            sunday,
            statements=(ambush, brn, fhm),
            actors=[party("gunmen")],
            recipients=[party("soldiers")],
            claimed=[party("Black River Network"), party("Free Hills Movement")],
            assessment=assessment(
                "C3",
                [origin("o6", "official_anonymous", "security official", ("d6",), ambush, brn, fhm)],
                (Toll("injured", "soldiers", 3, 3, 4, 3, 3, 3, (Figure("o6", ambush, 3, 3),)),),
                False,
                "one origin",
            ),
        ),
        incident(
            "i100000000004",
            "PROTEST/obstruct",
            placed("kotla"),
            wednesday,
            statements=(road,),
            actors=[party("civilians")],
            assessment=assessment(
                "C3", [origin("o7", "outlet", "Amarra Daily", ("d7",), road)], (), False, "one origin"
            ),
        ),
        incident(
            "i100000000005",
            "ASSAULT/abduct",
            None,
            (date(2031, 3, 10), date(2031, 3, 16)),
            statements=(taken,),
            date_prec=3,
            recipients=[party("civilians")],
            assessment=assessment(
                "F6",
                [origin("o8", "unspecified", "unspecified reports", ("d7",), taken)],
                (Toll("abducted", "civilians", 2, 2, 2, 2, 2, 2, (Figure("o8", taken, 2, 2),)),),
                False,
                "nobody is named",
            ),
        ),
        incident(
            "i100000000006",
            "RETREAT/release",
            placed("near_kotla"),
            (date(2031, 3, 21), date(2031, 3, 22)),
            date_prec=2,
            statements=(freed,),
            recipients=[party("civilians")],
            assessment=assessment(
                "C3", [origin("o9", "witness", "local elder", ("d8",), freed)], (), False, "one origin, hedged"
            ),
        ),
    )
    return one


def _claims(case: Case) -> tuple[Claim, ...]:
    belistan, fhm, landai = party("Belistan"), party("Free Hills Movement"), placed("landai")
    arms = case.say(
        "d4",
        case_text("d4", 1),
        "tie",
        "/arms",
        actors=[belistan],
        recipients=[fhm],
        modality="alleged",
        voice=[("officials", "official_anonymous", "Officials said")],
    )
    no_arms = case.say(
        "d6",
        case_text("d6", 3),
        "tie",
        "/arms",
        actors=[belistan],
        recipients=[fhm],
        polarity="denied",
        voice=[("government of Belistan", "official_named", "rejected")],
    )
    displaced = case.say(
        "d5",
        case_text("d5", 0),
        "figure",
        "",
        places=[landai],
        counts=[("displaced", "civilians", 3200, 3200)],
        voice=[("local partners", "ngo_un", "according to local partners")],
    )
    route = [placed("belistan", "from"), placed("zarra", "via"), placed("landai", "via"), placed("kotla", "to")]
    moves = case.say(
        "d5",
        case_text("d5", 2),
        "movement",
        "",
        actors=[party("militants")],
        places=route,
        voice=[("residents", "witness", "residents said")],
    )
    controls = case.say(
        "d7",
        case_text("d7", 1),
        "presence",
        "/controls",
        actors=[fhm],
        places=[placed("shobar")],
        voice=[("analysts", "expert", "analysts said")],
    )
    warns = case.say(
        "d8",
        case_text("d8", 2),
        "position",
        "THREATEN",
        actors=[belistan],
        recipients=[party("Amarra")],
        voice=[("government of Belistan", "official_named", "warned")],
    )
    single = assessment("C3", [origin("p1", "witness", "residents", ("d5",), moves)], (), False, "one origin")
    return (
        claim(
            "c100000000001",
            "tie",
            "/arms",
            statements=(arms, no_arms),
            actors=[belistan],
            recipients=[fhm],
            assessment=assessment(
                "C4",
                [
                    origin("p2", "official_anonymous", "officials", ("d4",), arms),
                    origin("p3", "official_named", "government of Belistan", ("d6",), no_arms),
                ],
                (),
                True,
                "affirmed by one side, denied by the other",
            ),
        ),
        claim(
            "c100000000002",
            "figure",
            "",
            statements=(displaced,),
            places=[landai],
            assessment=assessment(
                "B3",
                [origin("p4", "ngo_un", "Relief Monitor", ("d5",), displaced)],
                (
                    Toll(
                        "displaced",
                        "civilians",
                        2900,
                        3200,
                        3500,
                        3200,
                        3200,
                        3200,
                        (Figure("p4", displaced, 3200, 3200),),
                    ),
                ),
            ),
        ),
        claim(
            "c100000000003",
            "movement",
            "",
            statements=(moves,),
            actors=[party("militants")],
            places=route,
            assessment=single,
        ),
        claim(
            "c100000000004", "presence", "/controls", statements=(controls,), actors=[fhm], places=[placed("shobar")]
        ),
        claim(
            "c100000000005",
            "position",
            "THREATEN",
            statements=(warns,),
            actors=[belistan],
            recipients=[party("Amarra")],
        ),
    )


def case_text(key: str, number: int) -> str:
    """The words of a report's sentence, counted from 0."""
    text = REPORTS[key][4]
    start, end = sentences_of(text)[number]
    return text[start:end]
