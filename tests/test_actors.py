"""The organisations and outlets of the afpak pack: how many, how they are named, and that reports find them."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.annotated import annotated

from marsad.link import Linker
from marsad.link.choosing import OTHER
from marsad.pack import Actor, NameHit, Pack, fold, load_pack
from marsad.pack.outlets import find_outlet

HOME = Path(load_pack("afpak").home)
KINDS = {
    "state", "government", "ministry", "military", "police", "intelligence", "paramilitary", "armed_group", "faction",
    "militia", "party", "igo", "ngo", "court", "legislature", "media", "company", "movement", "civilians", "generic",
}  # fmt: skip
OUTLET_KINDS = {"wire", "state", "public", "private", "party", "armed_group", "ngo", "igo", "government", "local"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


@pytest.fixture(scope="module")
def own(pack: Pack) -> list[Actor]:
    ids = [r["id"] for f in HOME.glob("actors*.toml") for r in tomllib.loads(f.read_text("utf-8"))["actor"]]
    return [pack.actors[i] for i in ids]


def hit(pack: Pack, text: str, words: str) -> NameHit:
    start = text.index(words)
    found = [h for h in pack.names.find(text) if (h.start, h.end) == (start, start + len(words))]
    assert found, f"{words!r} not found in {text!r}"
    return found[0]


def test_size_and_uniqueness(own: list[Actor], pack: Pack) -> None:
    assert len(own) >= 400
    assert max(Counter(a.id for a in own).values()) == 1
    assert max(Counter(a.name for a in own).values()) == 1
    assert len(pack.outlets) >= 120
    assert {a.kind for a in own} <= KINDS
    assert {o.kind for o in pack.outlets.values()} <= OUTLET_KINDS
    assert sum(a.kind in {"armed_group", "faction", "militia"} for a in own) >= 90


def test_required_ids(pack: Pack) -> None:
    isaf_targets = {"afghan-taliban", "haqqani-network", "al-qaeda", "hig", "hik", "let", "imu", "jdq", "iju", "ttp"}
    assert isaf_targets <= set(pack.actors)
    assert {"af.republic", "af.emirate", "pk.army", "pk.kp.police", "un.unama", "isaf"} <= set(pack.actors)


def test_every_source_is_named(own: list[Actor], pack: Pack) -> None:
    assert {a.source for a in own} | {o.source for o in pack.outlets.values()} <= set(pack.sources)


def test_country_codes_and_clean_names(own: list[Actor], pack: Pack) -> None:
    for bearer in (*own, *pack.outlets.values()):
        assert bearer.country is None or (len(bearer.country) == 2 and bearer.country.islower())
        for name in (bearer.name, *bearer.aliases):
            assert name == " ".join(name.split()) and len(name) > 1
            assert len(fold(name)) == len(name)


def test_memberships_are_ordered_and_known(own: list[Actor], pack: Pack) -> None:
    for actor in own:
        assert actor.since is None or actor.until is None or actor.since <= actor.until, actor.id
        for member in actor.member_of:
            assert member.id in pack.actors and member.id != actor.id, actor.id
            assert member.since is None or member.until is None or member.since <= member.until, actor.id
            if actor.since and member.until:
                assert actor.since <= member.until, actor.id


def test_membership_has_no_circle(own: list[Actor], pack: Pack) -> None:
    def above(actor: str, seen: tuple[str, ...]) -> None:
        assert actor not in seen, (*seen, actor)
        for member in pack.actors[actor].member_of:
            above(member.id, (*seen, actor))

    for one in own:
        above(one.id, ())


def test_change_of_government_2021(pack: Pack) -> None:
    republic, emirate = pack.actors["af.republic"], pack.actors["af.emirate"]
    assert republic.until == emirate.since == date(2021, 8, 15)
    ministry = {m.id: m for m in pack.actors["af.mod"].member_of}
    assert ministry["af.republic"].until == ministry["af.emirate"].since == date(2021, 8, 15)
    assert pack.actors["af.nds"].until == pack.actors["af.gdi"].since == date(2021, 8, 15)


def test_one_government_rules_afghanistan_on_a_day(own: list[Actor]) -> None:
    """Bodies below the government are of another kind, or of no date: a linker asks who governed on a day."""
    for day, ruler in ((date(2012, 5, 1), "af.republic"), (date(2023, 5, 1), "af.emirate")):
        ruling = [
            a.id
            for a in own
            if a.country == "af" and a.kind == "government" and (a.since or a.until)
            and (a.since or day) <= day <= (a.until or day)
        ]  # fmt: skip
        assert ruling == [ruler]
    assert not [a.id for a in own if a.country == "pk" and a.kind == "government" and (a.since or a.until)]


TRICKY = [
    ("ttp", "Four men of the {} were held near the bazaar.",
     ["TTP", "Tehrik-i-Taliban Pakistan", "Tehreek-e-Taliban Pakistan", "tehreek-e Taliban Pakistan".capitalize(),
      "Pakistani Taliban", "Tehreek-i-Taliban"]),
    ("afghan-taliban", "A leader of the {} was named.", ["Taliban", "Afghan Taliban", "Taleban", "TALIBAN"]),
    ("haqqani-network", "Troops detained a {} facilitator.", ["Haqqani", "Haqqani Network", "Haqqani network", "HQN"]),
    ("iskp", "The mosque blast was claimed by {} that evening.",
     ["IS-K", "ISKP", "ISIS-K", "IS-KP", "Islamic State Khorasan Province", "Islamic State-Khorasan", "ISIS-Khorasan",
      "Islamic State in Khorasan", "Daesh Khorasan"]),
    ("let", "The report names {} twice.", ["LeT", "LET", "Lashkar-e-Taiba", "Lashkar-i-Tayyiba", "Lashkar e Toiba"]),
    ("jud", "The report names {} twice.", ["JuD", "JUD", "Jamaat-ud-Dawa", "Jama'at-ud-Dawa", "Jama’at-ud-Dawa"]),
    ("jdq", "A {} commander was killed.",
     ["Jamaat ul Dawa al Quran", "Jamaat al-Dawa al-Quran", "Jama'at ul Dawa al Qur'an", "JDQ"]),
    ("hig", "A {} bomb maker was captured.",
     ["HIG", "Hezb-e Islami Gulbuddin", "Hezb-E Islami Gulbuddin", "Hizb-i-Islami Gulbuddin", "Hezb-e-Islami"]),
    ("hik", "A {} bomb maker was captured.", ["HIK", "Hezb-e Islami Khalis", "Hizb-i-Islami Khalis"]),
    ("jamaat-ul-ahrar", "The splinter {} left.", ["JuA", "Jamaat-ul-Ahrar", "Jamaatul Ahrar", "Jamaat ul Ahrar"]),
    ("hgb", "The {} claimed the attack.", ["Hafiz Gul Bahadur group", "Hafiz Gul Bahadur Group", "Gul Bahadur group"]),
    ("al-qaeda", "An {} trainer was seen.", ["al-Qaeda", "al-Qaida", "Al Qaeda", "al Qaida", "Al-Qa'ida"]),
    ("bla", "The {} spoke of its fighters.", ["Balochistan Liberation Army", "Baloch Liberation Army", "BLA"]),
    ("bla-majeed", "The {} sent two men.", ["Majeed Brigade", "BLA's Majeed Brigade"]),
    ("imu", "An {} leader fled.", ["IMU", "Islamic Movement of Uzbekistan"]),
    ("nrf", "Fighters of the {} hold a ridge.", ["NRF", "National Resistance Front", "Afghan Resistance Front"]),
    ("lashkar-e-islam", "The {} left the valley.", ["Lashkar-e-Islam", "Lashkar-i-Islam", "Lashkar e Islam", "LeI"]),
    ("pk.frontier-constabulary", "The gate of the {} was hit.", ["Frontier Constabulary", "Federal Constabulary"]),
    ("pk.fc-balochistan", "A post of the {} was hit.", ["Frontier Corps Balochistan", "FC Balochistan"]),
    ("pk.kp.ctd", "The {} filed a case.", ["KP CTD", "CTD KP", "Khyber Pakhtunkhwa Counter-Terrorism Department"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "sentence", "name"), [(a, s, n) for a, s, names in TRICKY for n in names], ids=lambda v: str(v)[:40]
)
def test_spellings_resolve(pack: Pack, actor: str, sentence: str, name: str) -> None:
    assert actor in hit(pack, sentence.format(name), name).actors


@pytest.mark.parametrize(
    "sentence",
    ["Let us wait for the lei of the bay, said jem.", "Lets and jud are no groups.", "The who and the eco of it.",
     "The news came late at dawn, and the nation slept.", "The News broke."],
)  # fmt: skip
def test_words_are_no_groups(pack: Pack, sentence: str) -> None:
    found = [h for h in pack.names.find(sentence) if h.actors or h.outlets]
    assert [sentence[h.start : h.end] for h in found] == (["The News"] if "The News" in sentence else [])


def test_no_acronym_is_lost(own: list[Actor], pack: Pack) -> None:
    """Every acronym of every organisation and outlet is found as written, whatever else folds to the same letters."""
    for bearer in (*own, *pack.outlets.values()):
        for name in (bearer.name, *bearer.aliases):
            if len(name) <= 6:
                found = hit(pack, f"It named {name}, twice.", name)
                assert bearer.id in (*found.actors, *found.outlets), name


def test_every_alias_is_found(own: list[Actor], pack: Pack) -> None:
    for actor in own:
        for name in (actor.name, *actor.aliases):
            assert actor.id in hit(pack, f"It named {name}, twice.", name).actors


@pytest.mark.parametrize(
    ("label", "actor", "by"),
    [
        ("Fitna al-Khawarij", "ttp", "pk.state"),
        ("Fitna al Khwarij", "ttp", "pk.state"),
        ("khawarij", "ttp", "pk.state"),
        ("khawarij", "iskp", "af.emirate"),
        ("Fitna al-Hindustan", "baloch-armed-groups", "pk.state"),
        ("sarmachars", "baloch-armed-groups", "baloch-armed-groups"),
        ("puppet regime", "af.republic", "afghan-taliban"),
        ("mujahideen", "afghan-taliban", "afghan-taliban"),
    ],
)
def test_labels_are_flagged(pack: Pack, label: str, actor: str, by: str) -> None:
    found = hit(pack, f"The statement blamed the {label} for it.", label)
    assert actor in found.label_of and actor not in found.actors
    assert by in {x.by for x in pack.actors[actor].labels if fold(x.text) == fold(label)}


def test_labels_are_imposed_by_somebody_and_are_no_aliases(own: list[Actor]) -> None:
    for actor in own:
        plain = {fold(n) for n in (actor.name, *actor.aliases)}
        for label in actor.labels:
            assert label.by and fold(label.text) not in plain


def test_ambiguous_names_have_candidates_that_bear_them(pack: Pack) -> None:
    rules = pack.words["ambiguous"]["acronym"]
    assert {"FC", "ANP", "JI", "PTI", "ISI", "BLA", "BNP", "IS", "Daesh"} <= set(rules)
    for written, rule in rules.items():
        candidates = rule["candidates"]
        assert len(set(candidates)) == len(candidates) > 1, written
        assert set(candidates) <= {*pack.actors, *pack.outlets}, written
        assert rule.get("default", candidates[0]) in candidates, written
        assert set(rule.get("clues", {})) <= {*candidates, OTHER}, written
        assert set(rule.get("when", {})) <= set(candidates), written


def test_every_shared_name_has_a_rule(pack: Pack) -> None:
    """A name of several organisations is listed, so that no link between them is left to chance."""
    bearers: dict[str, set[str]] = {}
    for actor in pack.actors.values():
        for name in (actor.name, *actor.aliases):
            bearers.setdefault(name, set()).add(actor.id)
    rules = pack.words["ambiguous"]["acronym"]
    for name, ids in bearers.items():
        if len(ids) > 1:
            assert ids <= set(rules.get(name, {}).get("candidates", ())), name


def test_outlets_by_name_and_domain(pack: Pack) -> None:
    for text, outlet in (
        ("Dawn reported it.", "outlet:dawn"),
        ("A source told AFP so.", "outlet:afp"),
        ("Pajhwok wrote it.", "outlet:pajhwok"),
        ("It was said on TOLOnews.", "outlet:tolo"),
        ("Umar Media posted it.", "outlet:umar-media"),
    ):
        assert outlet in {o for h in pack.names.find(text) for o in h.outlets}
    domains = Counter(d for o in pack.outlets.values() for d in o.domains)
    assert max(domains.values()) == 1
    assert all(d == d.lower() and "." in d and "/" not in d for d in domains)


SHARED = [
    ("Two men of the [FC]{actor} were hurt in Panjgur, the Frontier Corps said.", "2024-03-02", "pk.fc"),
    ("The gate of the [FC]{actor} was hit.\nThe [Frontier Constabulary]{actor} closed it.", "2025-11-25",
     "pk.frontier-constabulary"),
    ("Gunmen hit an [ANP]{actor} check post in Helmand, ISAF said.", "2011-06-01", "af.anp"),
    ("A candidate of the [ANP]{actor} was shot in Charsadda before the election.", "2013-05-01", "pk.anp"),
    ("The [Afghan government]{actor} spoke of talks.", "2015-02-01", "af.republic"),
    ("The [Afghan government]{actor} spoke of talks.", "2023-02-01", "af.emirate"),
    ("The [Taliban government]{actor} spoke of talks.", "2023-02-01", "af.emirate"),
    ("[Coalition forces]{actor} left the base.", "2012-02-01", "isaf"),
    ("[NATO forces]{actor} left the base.", "2017-02-01", "resolute-support"),
    ("[Daesh]{actor} claimed the blast in Nangarhar.", "2019-02-01", "iskp"),
    ("[Daesh]{actor} lost Mosul in Iraq and ground in Syria.", "2017-07-11", "isis"),
    ("[Jundallah]{actor} struck near Zahedan in Iran.", "2009-10-19", "jundallah-ir"),
    ("[Jundallah]{actor}, near the TTP, struck in Karachi.", "2012-10-19", "jundallah-pk"),
    ("Three men died, [PTI]{actor} reported from Srinagar in a New Delhi datelined note of the Press Trust of India.",
     "2019-02-01", "outlet:pti"),
    ("Workers of the [PTI]{actor} met.", "2024-02-01", "pk.pti"),
    ("The ISPR said [khawarij]{actor} were killed in Waziristan.", "2025-02-01", "ttp"),
    ("[Afghan intelligence]{actor} held two men.", "2014-02-01", "af.nds"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "day", "actor"), SHARED, ids=[f"{a}-{i}" for i, (_, _, a) in enumerate(SHARED)])
def test_shared_names_are_told_apart(pack: Pack, marked: str, day: str, actor: str) -> None:
    document, annotations = annotated(marked, published=day)
    linked = Linker(pack).link(document, annotations)
    assert next(m.link for a in linked for m in a.mentions) == actor


def test_without_day_or_clue_the_government_stays_open(pack: Pack) -> None:
    document, annotations = annotated("The [Afghan government]{actor} spoke of talks.")
    mention = Linker(pack).link(document, annotations)[0].mentions[0]
    assert mention.link is None and "ambiguous" in (mention.why_not or "")


@pytest.mark.parametrize(
    ("source", "outlet"),
    [
        ("Dawn", "outlet:dawn"),
        ("dawn", "outlet:dawn"),
        (" DAWN ", "outlet:dawn"),
        ("dawn.com", "outlet:dawn"),
        ("DAWN.COM", "outlet:dawn"),
        ("www.dawn.com", "outlet:dawn"),
        ("epaper.dawn.com", "outlet:dawn"),
        ("https://www.dawn.com/news/1", "outlet:dawn"),
        ("http://dawn.com:80", "outlet:dawn"),
        ("outlet:dawn", "outlet:dawn"),
        ("The Dawn", "outlet:dawn"),
        ("tolonews.com/afghanistan", "outlet:tolo"),
        ("BBC News - Pashto", "outlet:bbc"),
        ("afp", "outlet:afp"),
        ("notdawn.com", None),
        ("https://dawn.com.example.org/x", None),
        ("http://[", None),
        ("A Paper Nobody Knows", None),
        ("", None),
    ],
)
def test_an_outlet_however_it_is_written(pack: Pack, source: str, outlet: str | None) -> None:
    found = find_outlet(pack, source)
    assert (found.id if found else None) == outlet


def test_the_address_decides_where_the_source_does_not(pack: Pack) -> None:
    for source in (None, "", "A Paper Nobody Knows"):
        found = find_outlet(pack, source, "https://www.dawn.com/news/1")
        assert found is not None and found.id == "outlet:dawn"
    assert (named := find_outlet(pack, "Reuters", "https://www.dawn.com/news/1")) and named.id == "outlet:reuters"


def test_outlets_are_described(pack: Pack) -> None:
    """A hundred and more have country, kind, language, other names and a domain."""
    full = [o for o in pack.outlets.values() if o.country and o.kind and o.language and o.aliases and o.domains]
    assert len(full) >= 115
