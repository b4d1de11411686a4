"""Plain words for the codes that screens, briefs and exports show.

Presentation only: nothing here decides how a sentence is read (those words live in packs).  Types and modes are
PLOVER 2.0's, ``where_prec`` and ``date_prec`` UCDP GED's, the pair of letters and digits the Admiralty scale's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from marsad.values import Modality, VoiceKind

UNDATED = "date not stated"
NO_PLACE = "place not stated"

TYPES: Mapping[str, str] = {
    "AGREE": "Agreement", "CONSULT": "Talks", "SUPPORT": "Expression of support", "CONCEDE": "Concession",
    "COOPERATE": "Cooperation", "AID": "Aid", "RETREAT": "Withdrawal or release", "REQUEST": "Demand",
    "ACCUSE": "Accusation", "REJECT": "Refusal", "THREATEN": "Threat or warning", "PROTEST": "Protest",
    "SANCTION": "Sanction", "MOBILIZE": "Mobilisation", "COERCE": "Coercion", "ASSAULT": "Attack",
}  # fmt: skip

MODES: Mapping[tuple[str, str], str] = {
    ("ASSAULT", "abduct"): "Abduction", ("ASSAULT", "explosives"): "Bomb attack",
    ("ASSAULT", "suicide-attack"): "Suicide attack", ("ASSAULT", "aerial"): "Air strike",
    ("ASSAULT", "drone"): "Drone strike", ("ASSAULT", "firearms"): "Armed attack",
    ("ASSAULT", "heavy-weapons"): "Shelling or rocket fire", ("ASSAULT", "targeted"): "Targeted killing",
    ("ASSAULT", "destroy"): "Destruction of property", ("ASSAULT", "beat"): "Beating",
    ("ASSAULT", "torture"): "Torture", ("ASSAULT", "sexual"): "Sexual violence",
    ("ASSAULT", "crowd-control"): "Force against a crowd", ("ASSAULT", "unconventional"): "Unconventional attack",
    ("ASSAULT", "primitive"): "Attack with simple weapons",
    ("COERCE", "arrest"): "Arrests", ("COERCE", "seize"): "Seizure", ("COERCE", "restrict"): "Restrictions",
    ("COERCE", "curfew"): "Curfew", ("COERCE", "censor"): "Censorship", ("COERCE", "deport"): "Deportation",
    ("COERCE", "withhold"): "Withholding", ("COERCE", "martial-law"): "Martial law",
    ("COERCE", "cyber"): "Cyber attack",
    ("COERCE", "misinformation"): "Misinformation",
    ("RETREAT", "release"): "Release", ("RETREAT", "withdraw"): "Withdrawal", ("RETREAT", "ceasefire"): "Ceasefire",
    ("RETREAT", "access"): "Access granted", ("RETREAT", "disarm"): "Disarmament", ("RETREAT", "resign"): "Resignation",
    ("PROTEST", "demo"): "Demonstration", ("PROTEST", "riot"): "Riot", ("PROTEST", "strike"): "Strike",
    ("PROTEST", "obstruct"): "Sit-in or blockade", ("PROTEST", "hunger"): "Hunger strike",
    ("PROTEST", "boycott"): "Boycott", ("PROTEST", "vandalize"): "Vandalism",
    ("MOBILIZE", "troops"): "Troop movement", ("MOBILIZE", "police"): "Police deployment",
    ("MOBILIZE", "militia"): "Militia mobilisation", ("MOBILIZE", "weapons"): "Weapons deployment",
    ("CONSULT", "visit"): "Visit", ("CONSULT", "third-party"): "Mediated talks", ("CONSULT", "phone"): "Phone call",
    ("CONSULT", "multilateral"): "Multilateral talks",
    ("SANCTION", "convict"): "Conviction", ("SANCTION", "expel"): "Expulsion", ("SANCTION", "withdraw"): "Withdrawal",
    ("SANCTION", "discontinue"): "Discontinuation",
    ("ACCUSE", "allege"): "Allegation", ("ACCUSE", "investigate"): "Investigation",
    ("ACCUSE", "disapprove"): "Condemnation",
    ("THREATEN", "violence"): "Threat of violence", ("THREATEN", "restrict"): "Threat of restrictions",
}  # fmt: skip

FAMILIES: Mapping[str, str] = {
    "blast": "Bombings and suicide attacks",
    "armed": "Armed attacks and clashes",
    "strike": "Air, drone and artillery strikes",
    "abduct": "Abductions",
    "coerce": "Arrests, seizures and restrictions",
    "protest": "Protests",
    "relief": "Aid, releases, withdrawals",
    "talk": "Talks, threats and statements",
    "other": "Other happenings",
}
"""The families that give incidents their sign, colour and lane."""

_FAMILY_OF_MODE: Mapping[str, str] = {
    "explosives": "blast", "suicide-attack": "blast", "aerial": "strike", "drone": "strike",
    "heavy-weapons": "strike", "abduct": "abduct",
}  # fmt: skip
_FAMILY_OF_TYPE: Mapping[str, str] = {
    "ASSAULT": "armed", "MOBILIZE": "coerce", "COERCE": "coerce", "SANCTION": "coerce", "PROTEST": "protest",
    "AID": "relief", "RETREAT": "relief", "COOPERATE": "relief", "AGREE": "talk", "CONSULT": "talk", "SUPPORT": "talk",
    "CONCEDE": "talk", "REQUEST": "talk", "ACCUSE": "talk", "REJECT": "talk", "THREATEN": "talk",
}  # fmt: skip

MODALITIES: Mapping[Modality, str] = {
    "asserted": "stated flatly, without a hedge",
    "reported": "passed on from somebody else",
    "alleged": "put forward as an accusation or unproven",
    "possible": "hedged as possible",
    "predicted": "said to lie ahead",
    "demanded": "asked for, not said to have happened",
    "hypothetical": "supposed, not said to have happened",
}
"""What each modality means, in the order in which the brief shows them."""

VOICES: Mapping[VoiceKind, str] = {
    "official_named": "named official body",
    "official_anonymous": "officials, not named",
    "armed_group": "armed group",
    "witness": "witness or resident",
    "medical": "medical source",
    "media": "other media",
    "ngo_un": "NGO or UN",
    "expert": "expert or analyst",
    "unspecified": "unspecified reports",
    "outlet": "the outlet's own voice",
}

SOURCE_CLASSES: Mapping[str, str] = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
}  # fmt: skip
CREDIBILITIES: Mapping[int, str] = {
    1: "confirmed by independent origins", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable",
    6: "truth cannot be judged",
}  # fmt: skip

WHERE: Mapping[int, str] = {
    1: "exact place",
    2: "near a known place",
    3: "known only to the district",
    4: "known only to the province",
    5: "a line or a loosely bounded area",
    6: "known only to the country",
    7: "international waters or airspace",
}
WHEN: Mapping[int, str] = {
    1: "exact day", 2: "within 2–6 days", 3: "within a week", 4: "within a month", 5: "within more than a month",
}  # fmt: skip

COUNTED: Mapping[str, str] = {
    "killed": "killed", "injured": "injured", "captured": "captured", "abducted": "abducted", "released": "released",
    "displaced": "displaced", "other": "",
}  # fmt: skip

AUXILIARIES: Mapping[str, str] = {
    "historical": "looks back", "future": "lies ahead", "hypothetical": "supposed", "negation": "negated",
}  # fmt: skip

ORGANISATIONS: Mapping[str, str] = {"igo": "international organisation", "ngo": "aid organisation or NGO"}
"""Kinds of organisations whose code says too little."""

SHAPES: Mapping[str, str] = {
    "event": "happening", "tie": "tie", "presence": "presence", "movement": "movement", "figure": "figure",
    "position": "position",
}  # fmt: skip

REASONS: Mapping[str, str] = {
    "opinion": "opinion: it says what should or must be",
    "background": "background: it states no codable happening",
    "question": "a question",
    "no_known_actor": "something happens, but no known organisation, place or count is named",
    "fragment": "no sentence: a headline, a byline, a list item",
    "quoted_opinion": "a quoted assessment, not a proposition that is coded",
    "too_long": "a run of words too long to be a sentence",
    "too_vague": "something is done, but not said by whom, where or to how many",
}
"""Plain words for reason codes; a code that is not listed here shows as written."""


def kind_of_happening(type_: str | None, mode: str | None) -> str:
    """Plain words for a PLOVER type and mode: ``("ASSAULT", "drone")`` is "Drone strike"."""
    if not type_:
        return sentence_case(words_of(mode)) if mode else "Happening of unknown kind"
    return MODES.get((type_, mode or ""), TYPES.get(type_, sentence_case(words_of(type_))))


def family(type_: str | None, mode: str | None) -> str:
    """The key of :data:`FAMILIES` that a PLOVER type and mode belong to."""
    if type_ == "ASSAULT" and mode in _FAMILY_OF_MODE:
        return _FAMILY_OF_MODE[str(mode)]
    return _FAMILY_OF_TYPE.get(type_ or "", "other")


def words_of(code: str | None) -> str:
    """A code as words: ``no_known_actor`` is "no known actor"."""
    return (code or "").replace("_", " ").replace("-", " ").strip().lower()


def sentence_case(text: str) -> str:
    """Capitalise the first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def reason_words(code: str) -> str:
    """Why a sentence gave no statement, in plain words."""
    return REASONS.get(code, words_of(code) or "no reason given")


def day(value: date) -> str:
    """A day as written in briefs: 6 March 2031."""
    return f"{value.day} {value:%B} {value.year}"


def days(earliest: date | None, latest: date | None) -> str:
    """An interval of days as briefly as it can be said: "6 March 2031", "5–7 March 2031", "March 2031", "2030"."""
    if earliest is None and latest is None:
        return UNDATED
    if earliest is None or latest is None:
        return f"until {day(latest)}" if latest else f"since {day(earliest)}"  # type: ignore[arg-type]
    if earliest == latest:
        return day(earliest)
    if earliest.year != latest.year:
        return f"{day(earliest)} – {day(latest)}"
    after = date.fromordinal(latest.toordinal() + 1)
    if earliest.day == 1 and after.day == 1:
        if (earliest.month, latest.month) == (1, 12):
            return str(earliest.year)
        if earliest.month == latest.month:
            return f"{earliest:%B} {earliest.year}"
        return f"{earliest:%B}–{latest:%B} {earliest.year}"
    if earliest.month == latest.month:
        return f"{earliest.day}–{latest.day} {earliest:%B} {earliest.year}"
    return f"{earliest.day} {earliest:%B} – {day(latest)}"


def amount(low: int | None, high: int | None) -> str:
    """A count as its interval: "5", "5–8", "at least 5", "up to 8", "an unstated number"."""
    if low is None and high is None:
        return "an unstated number"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}" if low else "an unstated number"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


_ONE: Mapping[str, str] = {"children": "child", "police": "police officer", "aid workers": "aid worker"}


def people(low: int | None, high: int | None, side: str | None, counted: str) -> str:
    """People of a side with what befell them: "police killed", and "civilian killed" for a single one."""
    whom = words_of(side)
    if low == high == 1 and whom:
        whom = _ONE.get(whom, whom.removesuffix("s"))
    return f"{whom} {counted}".strip()


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 incident", "12 incidents"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(items: list[str], last: str = "and") -> str:
    """Join words as prose does: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
