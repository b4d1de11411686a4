"""Scorers: each on a few invented rows of its set's form, with answers made by hand; measures by their definitions."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from marsad.errors import UserError
from marsad.evaluate import claims, evaluate, sets
from marsad.evaluate.coref import b3_f1, best_alignment, ceaf_e_f1, conll_f1, muc_f1
from marsad.evaluate.exercise import load
from marsad.evaluate.gates import main as gate
from marsad.evaluate.ged import plain
from marsad.evaluate.meantime import certainty_of, polarity_of
from marsad.evaluate.ner import entities
from marsad.evaluate.rows import read_rows
from marsad.evaluate.run import SCORERS
from marsad.evaluate.score import macro_f1, pearson
from marsad.evaluate.texts import running, trimmed
from marsad.pipeline.coder import Coder
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings
from marsad.values import Coded, Document, Mention, Party, Span, StatedPlace, Statement, Voice

EXERCISE = Path(__file__).parent.parent / "examples" / "exercise" / "gold.json"
BLANK: dict[str, Any] = {
    "shape": "event", "type": "ASSAULT", "mode": None, "auxiliary": (), "actors": (), "recipients": (), "places": (),
    "earliest": None, "latest": None, "date_prec": None, "counts": (), "means": (), "voice": (),
    "modality": "asserted", "polarity": "affirmed", "score": 1.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Coder:
    return PipeTask(Settings.of(backend="rules/1")).coder()


class Told:
    """A coder that answers what it was told to, by text, with the pack of a real one."""

    def __init__(self, real: Coder, answers: Mapping[str, Coded]) -> None:
        self.pack, self.backend = real.pack, real.backend
        self._answers = answers

    def code(self, document: Document) -> Coded:
        return self._answers.get(document.text, Coded(document.id))


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def party(text: str, words: str, link: str | None = None) -> Party:
    return Party(words, link, *at(text, words))


def place(text: str, words: str, **given: Any) -> StatedPlace:
    known = {"lat": None, "lon": None, "link": None, "where_prec": None, "role": "at", "admin2": None} | given
    return StatedPlace(
        name=words, radius_m=None, geo_precision=None, country=None, admin1=None, start=at(text, words).start,
        end=at(text, words).end, **known,
    )  # fmt: skip


def mention(text: str, words: str, kind: str, link: str | None = None, **given: Any) -> Mention:
    return Mention(*at(text, words), words, kind, link, **given)  # type: ignore[arg-type]


def statement(text: str, trigger: str, **given: Any) -> Statement:
    values = {"id": "s" + trigger, "evidence": (Span(0, len(text)),), "trigger": at(text, trigger), **BLANK, **given}
    return Statement(**values)


def metrics(name: str, rows: list[Mapping[str, Any]], coder: Any) -> Mapping[str, float]:
    return SCORERS[name](rows, coder).metrics


# ---------------------------------------------------------------------------------------------------- measures


def clusters(*sizes: str) -> dict[str, int]:
    return {m: n for n, members in enumerate(sizes) for m in members}


def test_coreference_measures_give_the_published_figures() -> None:
    """Bagga & Baldwin 1998, "Algorithms for scoring coreference chains", their two responses to one key."""
    key = clusters("abcde", "fg", "hijkl")
    small, large = clusters("abcde", "fghijkl"), clusters("abcdehijkl", "fg")
    assert muc_f1(key, small) == muc_f1(key, large) == pytest.approx(2 * 0.9 / 1.9)
    assert b3_f1(key, small) == pytest.approx(2 * (16 / 21) / (1 + 16 / 21), abs=1e-6)
    assert b3_f1(key, large) == pytest.approx(2 * (7 / 12) / (1 + 7 / 12), abs=1e-6)
    assert ceaf_e_f1(key, small) == pytest.approx(2 * (1 + 10 / 12) / 5)
    assert conll_f1(key, key) == 1.0
    assert conll_f1(clusters("a", "b"), clusters("a", "b")) == pytest.approx(2 / 3), "no link: MUC is 0 by definition"


def test_alignment_is_the_best_of_all() -> None:
    chance = random.Random(5)
    for rows, columns in ((1, 1), (3, 5), (5, 3), (5, 5), (2, 6)):
        for _ in range(20):
            worth = {(r, c): chance.choice([0, 0, 1, 0.5, 0.3]) for r in range(rows) for c in range(columns)}
            short, long = sorted((rows, columns))
            best = max(
                sum(worth[(i, j) if rows <= columns else (j, i)] for i, j in enumerate(chosen))
                for chosen in itertools.permutations(range(long), short)
            )
            assert best_alignment(worth) == pytest.approx(best)


def test_small_measures() -> None:
    assert macro_f1([("a", "a"), ("a", "a"), ("b", "a")]) == pytest.approx((0.8 + 0) / 2)
    assert pearson([(1, 2), (2, 4), (3, 6)]) == pytest.approx(1.0)
    assert pearson([(1, 2), (2, 2)]) == 0.0


def test_tokens_become_ordinary_text_and_keep_their_spans() -> None:
    tokens = ["He", "said", ":", '"', "Do", "n't", "go", "(", "now", ")", '"', ",", "``", "half", "-", "way", "''", "."]
    made = running([tokens, ["It", "'s", "-LRB-", "x", "-RRB-"]])
    assert made.text == "He said: \"Don't go (now)\", “half-way”.\n\nIt's (x)"
    assert [made.text[s.start : s.end] for s in made.tokens[0]][4:6] == ["Do", "n't"]
    assert made.text[slice(*made.span(1, [2, 3, 4]))] == "(x)"
    assert made.span(1, [99]) is None and made.span(7, [0]) is None


def test_trimmed_leaves_the_name() -> None:
    assert trimmed("in the Valley's end", 3, 15) == (7, 13)
    assert trimmed("the", 0, 3) == (0, 3)


# -------------------------------------------------------------------------------------------------------- sets


def test_muc4_counts_entities_not_strings(real: Coder) -> None:
    text = "rebels of the red front bombed a hotel and shot ten farmers with rifles"
    gold = {
        "PerpInd": [[["rebels", 0], ["rebels of the red front", 0]]], "PerpOrg": [[["red front", 14]]],
        "Victim": [[["the farmers", 52], ["farmers", 52]]], "Weapon": [[["rifles", 65]]], "Target": [],
    }  # fmt: skip
    coded = Coded("x", statements=(
        statement(text, "shot", actors=(party(text, "rebels", "generic:militants"), party(text, "red front", "red")),
                  recipients=(party(text, "farmers", "generic:civilians"),), means=(party(text, "rifles"),)),
        statement(text, "bombed", actors=(party(text, "rebels of the red front", "generic:militants"),)),
        statement(text, "ten", polarity="denied", means=(party(text, "hotel"),)),
    ))  # fmt: skip
    found = metrics("muc4", [{"docid": "x", "doctext": text, "extracts": gold}], Told(real, {text: coded}))
    assert found["precision"] == pytest.approx(3 / 4), "one entity of the gold answers only one of ours"
    assert found["recall"] == pytest.approx(3 / 4), "victims are persons"
    assert found["weapon_f1"] == 1.0


def test_ner_takes_names_of_organisations_and_places(real: Coder) -> None:
    tokens = [
        "Mr",
        "Dar",
        "of",
        "the",
        "Red",
        "Front",
        "left",
        "Hilltown",
        "for",
        "Pakistan",
        "in",
        "a",
        "Pakistani",
        "jeep",
        ".",
    ]
    tags = ["O", "B-PER", "O", "O", "B-ORG", "I-ORG", "O", "B-LOC", "O", "B-LOC", "O", "O", "O", "O", "O"]
    text = running([tokens]).text
    coded = Coded("x", mentions=(
        mention(text, "the Red Front", "actor", "red"), mention(text, "Hilltown", "place"),
        mention(text, "Pakistan", "actor", "pk.state"), mention(text, "Pakistani", "actor", "pk.state"),
        mention(text, "jeep", "actor", "generic:civilians"),
    ))  # fmt: skip
    found = metrics("ner", [{"id": "x", "tokens": tokens, "tags": tags}], Told(real, {text: coded}))
    assert found["span_f1"] == 1.0
    assert found["span_f1_with_persons"] == pytest.approx(6 / 7)
    assert found["not_ours"] == pytest.approx(1 / 4)


def test_entities_of_both_kinds_of_tags() -> None:
    assert list(entities(["B-LOC", "B-LOC", "I-LOC", "O", "I-ORG"])) == [(0, 1, "LOC"), (1, 3, "LOC"), (4, 5, "ORG")]
    assert list(entities(["place", "place", "O", "person"])) == [(0, 2, "place"), (3, 4, "person")]


def test_factuality_reads_modality_polarity_and_auxiliary(real: Coder) -> None:
    tokens = ["They", "shot", "nobody", ",", "may", "burn", "it", "and", "slept"]
    text = running([tokens]).text
    coded = Coded("x", statements=(
        statement(text, "shot", polarity="denied"), statement(text, "burn", modality="possible"),
    ))  # fmt: skip
    predicates = [{"token": t, "factuality": f} for t, f in ((1, -1.2), (5, -0.4), (8, 1.0))]
    row = {"id": "x", "tokens": tokens, "predicates": predicates}
    found = metrics("uds_factuality", [row], Told(real, {text: coded}))
    assert found["sign_accuracy"] == 1.0 and found["pearson"] > 0.9
    assert found["covered"] == pytest.approx(2 / 3)
    alone = metrics("uds_factuality", [row], Told(real, {}))
    assert (alone["sign_accuracy"], alone["pearson"]) == (pytest.approx(1 / 3), 0.0)


def test_meantime_maps_modality_to_certainty() -> None:
    text = "They may attack"
    assert certainty_of(None) == "CERTAIN" and polarity_of(None) == "POS"
    assert certainty_of(statement(text, "attack", modality="possible")) == "POSSIBLE"
    assert polarity_of(statement(text, "attack", modality="possible")) == "UNDERSPECIFIED"
    assert polarity_of(statement(text, "attack", auxiliary=("negation",))) == "NEG"


def test_meantime_scores_mentions_and_chains(real: Coder) -> None:
    sentences = [["Gunmen", "attacked", "a", "post"], ["The", "attack", "may", "spread"]]
    text = running(sentences).text
    coded = Coded("m1", statements=(
        statement(text, "attacked", score=0.9), statement(text, "spread", modality="possible"),
    ))  # fmt: skip
    events = [
        {"m_id": "1", "sentence": 0, "tokens": [1], "certainty": "CERTAIN", "polarity": "POS", "instance": "i"},
        {"m_id": "2", "sentence": 1, "tokens": [1], "certainty": None, "polarity": None, "instance": "i"},
        {
            "m_id": "3",
            "sentence": 1,
            "tokens": [3],
            "certainty": "POSSIBLE",
            "polarity": "UNDERSPECIFIED",
            "instance": "j",
        },
    ]
    row = {"id": "m1", "corpus": "c", "creation_time": "2031-03-05", "sentences": sentences, "events": events}
    found = metrics("meantime", [row], Told(real, {text: coded}))
    assert (found["certainty_f1"], found["polarity_f1"]) == (1.0, 1.0)
    assert found["coref_muc_f1"] == 1.0 and found["coref_b3_f1"] == 1.0, "attacked, the attack: one word"
    assert found["same_lemma_conll_f1"] == found["same_lemma_in_document_conll_f1"] == 1.0
    assert 0 < found["coref_conll_f1_coded"] < 1
    assert found["covered"] == pytest.approx(2 / 3)


def test_ecbplus_joins_what_resolve_joins(real: Coder) -> None:
    """Two reports of one bombing in one topic, another in a sentence that is not validated."""
    one = ["A", "bomb", "killed", "four", "policemen", "in", "Quetta", "on", "3", "March", "2031", "."]
    two = [
        "A",
        "bomb",
        "exploded",
        "in",
        "Quetta",
        "on",
        "3",
        "March",
        "2031",
        ",",
        "killing",
        "four",
        "policemen",
        ".",
    ]

    def row(name: str, sentences: list[list[str]], word: str) -> dict[str, Any]:
        event = {"m_id": "1", "sentence": 0, "tokens": [sentences[0].index(word)], "cluster": "c"}
        late = {"m_id": "2", "sentence": 1, "tokens": [0], "cluster": "d"}
        return {"id": name, "topic": "1", "sentences": sentences, "validated_sentences": [0], "events": [event, late]}

    rows = [row("1_1", [one, ["Fire", "!"]], "killed"), row("1_2", [two, ["Fire", "!"]], "exploded")]
    outcome = SCORERS["ecbplus"](rows, real)
    assert outcome.n == 2
    assert outcome.metrics["b3_f1_coded"] == outcome.metrics["conll_f1_coded"] == 1.0
    assert outcome.metrics["b3_f1"] < 1, "by the words alone, to kill is not to explode"
    apart = [rows[0], {**rows[1], "topic": "2"}]
    assert metrics("ecbplus", apart, real)["b3_f1_coded"] == 1.0, "clusters are within a topic"


def test_ecbplus_joins_words_of_one_matter_only(real: Coder) -> None:
    """Two fires of one topic, each told twice: the same word is the same event within each of them."""
    fires = [
        ("1_1ecb", "1_ecb", "Flames gutted the Orrin mill near Veld"),
        ("1_2ecb", "1_ecb", "The Orrin mill near Veld was gutted"),
        ("1_1ecbplus", "1_plus", "A ferry was gutted off Port Anse"),
        ("1_2ecbplus", "1_plus", "Gutted off Port Anse : a ferry"),
    ]
    rows = []
    for name, matter, said in fires:
        words = said.split()
        at = [w.lower() for w in words].index("gutted")
        event = {"m_id": "1", "sentence": 1, "tokens": [at], "cluster": matter}
        sentences = [["http", ":", "/", "gutted"], words]
        rows.append({"id": name, "topic": "1", "subtopic": matter, "sentences": sentences, "events": [event]})
    found = metrics("ecbplus", rows, real)
    assert (found["conll_f1"], found["documents_conll_f1"]) == (1.0, 1.0)
    assert found["same_lemma_conll_f1"] < 1 and found["documents_same_lemma_conll_f1"] < 1


def test_event_location_answers_for_the_verb(real: Coder) -> None:
    text = "Shells hit Hilltown while troops left Ford and slept."
    coded = Coded("x", statements=(
        statement(text, "hit", places=(place(text, "Hilltown"),)),
        statement(text, "left", shape="movement", places=(place(text, "Ford", role="from"),)),
    ))  # fmt: skip

    def row(verb: str, *places: tuple[int, int]) -> dict[str, Any]:
        spans = [{"label": "LOCATION", "start": s, "end": e} for s, e in places]
        v = at(text, verb)
        return {"text": text, "spans": [{"label": "VERB", "start": v.start, "end": v.end}, *spans]}

    coder = Told(real, {text: coded})
    right = [row("hit", at(text, "Hilltown")), row("left", at(text, "Ford"))]
    assert metrics("event_location", right, coder)["place_accuracy"] == 1.0
    assert metrics("event_location", [row("hit", at(text, "Ford"))], coder)["place_accuracy"] == 0.0
    assert metrics("event_location", [row("hit", (0, 0))], coder)["placeless"] == 0.0, "an empty span is no place"


def test_geoparsing_counts_only_toponyms_with_coordinates(real: Coder) -> None:
    text = "In Quetta and Hilltown, Pakistani farmers and Foxes met."
    coded = Coded("x", mentions=(
        mention(text, "Quetta", "place", "q", lat=30.2, lon=67.0), mention(text, "Hilltown", "place"),
        mention(text, "Foxes", "place", "f", lat=1.0, lon=1.0), mention(text, "Pakistani", "actor", "pk.state"),
    ))  # fmt: skip

    def toponym(words: str, *point: float) -> dict[str, Any]:
        lat, lon = point or (None, None)
        return {"start": at(text, words).start, "end": at(text, words).end, "lat": lat, "lon": lon}

    gold = [
        toponym("Quetta", 30.9, 67.0),
        toponym("Hilltown", 30.0, 66.0),
        toponym("Foxes"),
        {"start": -3, "end": 2, "lat": 1},
    ]
    found = metrics("geoparsing", [{"text": text, "toponyms": gold}], Told(real, {text: coded}))
    assert found["toponym_precision"] == pytest.approx(2 / 3) and found["toponym_recall"] == 1.0
    assert found["acc_161km"] == found["acc_161km_all"] == 0.5, "a name without a point is wrong"


def test_ged_pakistan_codes_the_place_in_a_sentence(real: Coder) -> None:
    row = {
        "where_coordinates": "Quetta town", "adm_2": "Quetta district", "adm_1": "Balochistan province",
        "latitude": "30.19", "longitude": "67.00", "where_prec": "1", "date_start": "2010-05-06", "country": "Pakistan",
    }  # fmt: skip
    far = {**row, "latitude": "25.00", "adm_2": "Kech district"}
    found = metrics("ged_pakistan", [row, {"where_coordinates": ""}], real)
    assert (found["within_20km"], found["district"], found["where_prec"], found["district_bare"]) == (1, 1, 1, 1)
    assert metrics("ged_pakistan", [far], Told(real, {}))["within_20km"] == 0.0


@pytest.mark.parametrize(
    ("written", "name"),
    [("FR Tank - Jandola", "tank"), ("Khyber agency", "khyber"), ("Kech district", "kech"), ("Quetta", "quetta")],
)
def test_ged_district_names_lose_their_level(written: str, name: str) -> None:
    assert plain(written) == name


def test_re3d_maps_statements_to_relations(real: Coder) -> None:
    text = "The Red Front attacked the Blue League in Hilltown and is a branch of Green Union."
    red, blue, green = (party(text, w, w) for w in ("Red Front", "Blue League", "Green Union"))
    named = (mention(text, "Red Front", "actor", "red"), mention(text, "Hilltown", "place"))
    coded = Coded("x", mentions=named, statements=(
        statement(text, "attacked", actors=(red,), recipients=(blue,), places=(place(text, "Hilltown"),)),
        statement(text, "branch", shape="tie", type=None, mode="faction", actors=(red,), recipients=(green,)),
        statement(text, "and", polarity="denied", actors=(blue,), recipients=(green,)),
    ))  # fmt: skip

    def relation(kind: str, source: str, target: str, sure: float = 1) -> dict[str, Any]:
        s, t = at(text, source), at(text, target)
        return {"type": kind, "confidence": sure, "sourceBegin": s.start, "sourceEnd": s.end,
                "targetBegin": t.start, "targetEnd": t.end}  # fmt: skip

    def entity(kind: str, words: str, sure: float = 1) -> dict[str, Any]:
        return {"type": kind, "begin": at(text, words).start, "end": at(text, words).end, "confidence": sure}

    row = {
        "id": "x", "text": text,
        "relations": [
            relation("FightingAgainst", "Red Front", "Blue League"),
            relation("FightingAgainst", "Blue League", "Red Front"),
            relation("CoLocated", "Red Front", "Hilltown"), relation("BelongsTo", "Red Front", "Green Union"),
            relation("Likes", "Red Front", "Blue League", 0), relation("HasAttrOf", "Red Front", "Hilltown"),
        ],
        "entities": [
            entity("Organisation", "The Red Front"), entity("Location", "Hilltown"), entity("Person", "Union", 0),
        ],
    }  # fmt: skip
    found = metrics("re3d", [row], Told(real, {text: coded}))
    assert (found["relation_f1"], found["entity_f1"]) == (1.0, 1.0)
    assert found["not_ours"] == pytest.approx(1 / 5)
    wrong = {**row, "relations": [relation("BelongsTo", "Green Union", "Red Front")]}
    assert metrics("re3d", [wrong], Told(real, {text: coded}))["BelongsTo_f1"] == 0.0, "belonging has a direction"


def test_voice_scores_sources_cues_and_the_words_of_contents(real: Coder) -> None:
    text = "Police said two men died. Reportedly a shop burned."
    died = Span(*at(text, "two men died"))
    police = Voice("police", None, "official_named", *at(text, "Police"), at(text, "said"))
    agency = Voice("wire", None, "media", *at(text, "Police"), at(text, "said"))
    outlet = Voice("daily", None, "outlet", None, None, None)
    coded = Coded("x", statements=(statement(text, "died", evidence=(died,), voice=(police, agency, outlet)),))
    gold = [
        {"source": [0, 6], "cue": list(at(text, "said")), "content": list(died), "kind": "official_named"},
        {"source": None, "cue": list(at(text, "Reportedly")), "content": [list(at(text, "a shop burned"))]},
    ]
    found = metrics("voice", [{"id": "x", "text": text, "voices": gold}], Told(real, {text: coded}))
    assert found["source_f1_coded"] == 1.0 and found["kind_f1_coded"] == 1.0
    assert found["cue_f1_coded"] == pytest.approx(2 / 3)
    assert found["content_f1_coded"] == pytest.approx(2 / 3)


def test_the_exercise_is_scored_end_to_end(real: Coder) -> None:
    report = evaluate("exercise", EXERCISE, real)
    assert report.n == 71
    assert all(0 <= v <= 1 for v in report.metrics.values())
    assert report.metrics["copies_f1"] > 0.5 and report.metrics["found"] > 0.5
    silent = SCORERS["exercise"](load(EXERCISE), Told(real, {})).metrics
    assert silent["incident_pairwise_f1"] == silent["claims"] == silent["place"] == silent["copies_f1"] == 0.0
    assert silent["not_incidents"] == 1.0, "who says nothing says nothing wrong"


# ------------------------------------------------------------------------------------------- files and the gate


def test_rows_of_every_ending(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": "1\u2028"}\n\n{"a": "2"}\n', encoding="utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"a": "1"}\n'))
    (tmp_path / "a.csv").write_bytes(b'\xef\xbb\xbfa,b\n"x\ny",2\n')
    (tmp_path / "a.tsv").write_bytes(b"a\tb\n1\t2\n")
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8")
    assert [len(read_rows(tmp_path / f"a.{e}")) for e in ("jsonl", "jsonl.gz", "csv", "tsv", "json")] == [2, 1, 1, 1, 1]
    assert read_rows(tmp_path / "a.csv")[0] == {"a": "x\ny", "b": "2"}
    (tmp_path / "bad.jsonl").write_text("no", encoding="utf-8")
    with pytest.raises(UserError, match="bad"):
        read_rows(tmp_path / "bad.jsonl")


def test_every_set_of_the_interface_has_a_scorer() -> None:
    names = "isaf plover_gsr muc4 ner uds_factuality meantime event_location geoparsing ged_pakistan ecbplus re3d voice"
    assert set(names.split()) <= set(sets())


@pytest.mark.parametrize("name", sorted(set(SCORERS) - {"isaf", "plover_gsr", "exercise"}))
def test_scorers_bear_rows_without_anything(name: str, real: Coder) -> None:
    for rows in ([], [{}]):
        assert all(0 <= v <= 1 for v in metrics(name, rows, real).values())


def test_report_names_the_file_and_gives_the_same_sample(tmp_path: Path, real: Coder) -> None:
    path = tmp_path / "x.jsonl"
    rows = [{"id": str(n), "tokens": ["Hilltown", "fell", str(n)], "tags": ["B-LOC", "O", "O"]} for n in range(5)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    report = evaluate("ner", path, real)
    assert (report.set, report.n, len(report.file_sha256)) == ("ner", 5, 64)
    assert list(report.sample(2)) == list(report.sample(2)) and len(list(report.sample(99))) == len(report.errors) == 5
    with pytest.raises(UserError, match="no gold set"):
        evaluate("nothing", path, real)
    with pytest.raises(UserError, match="no row has 'gold'"):
        evaluate("isaf", path, real)
    (tmp_path / "gold.json").write_text('{"incidents": [], "documents": {"gone.txt": {}}}', encoding="utf-8")
    with pytest.raises(UserError, match="gone"):
        evaluate("exercise", tmp_path / "gold.json", real)
    with pytest.raises(UserError, match="not there"):
        evaluate("ner", tmp_path / "gone.jsonl", real)


def test_the_gate_skips_what_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert gate([str(tmp_path / "nowhere")]) == 0
    assert "skipped" in capsys.readouterr().out


def test_claims_are_right_by_shape_and_polarity_and_traps_are_left_alone(real: Coder) -> None:
    rows = [
        {"text": "India funds the BLA.", "shape": "tie", "polarity": "affirmed"},
        {"text": "India funds the BLA.", "shape": "tie", "polarity": "denied"},
        {"text": "India funds the BLA.", "shape": "none", "trap": "tie"},
        {"text": "India funds the BLA.", "shape": "none", "trap": "presence"},
    ]
    outcome = claims.score(rows, real)
    assert outcome.metrics == {"said": 0.5, "quiet": 0.5, "tie": 0.5}
    assert [e["gold"] for e in outcome.errors] == [("tie", "denied"), ("none", None)]
