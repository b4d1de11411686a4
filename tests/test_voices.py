"""Who says it, in which words: what the rules read in one sentence, and whose words a quotation of several is."""

from __future__ import annotations

import pytest

from marsad.annotate import annotate
from marsad.annotate.rules.backend import RulesBackend
from marsad.coding.quotes import holders
from marsad.evaluate.voice import score
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.split import split
from marsad.values import Annotation, Document

# text | source / cue / content (parts joined by " … "); a further voice behind ";;"; "-" is nobody
READ = """
Police said the convoy was stopped twice. | Police / said / the convoy was stopped twice
Police said on Tuesday that the convoy was stopped twice. | Police / said / the convoy was stopped twice
The ministry of defence said Monday its forces had destroyed two drones. | The ministry of defence / said / its forces had destroyed two drones
The convoy was stopped twice, police said on Tuesday. | police / said / The convoy was stopped twice
The convoy, police said, was stopped twice. | police / said / The convoy … was stopped twice
The men were, he claimed, innocent. | he / claimed / The men were … innocent
"The road is closed," said the mayor of Arrabad, Sana Miller, adding that it would stay so. | the mayor of Arrabad / said / The road is closed ;; the mayor of Arrabad / adding / it would stay so
"The road," the mayor said, "is closed." | the mayor / said / The road … is closed
‘We are ready,’ the captain told the Example Times. | the captain / told / We are ready
'We are ready,' said Karim Example, 41, a baker. | Karim Example / said / We are ready
"You can't eat promises," the farmer, who has four children, said. | the farmer / said / You can't eat promises
"No comment," the spokeswoman replied when asked about the case. | the spokeswoman / replied / No comment
Asked about the raid, the colonel said: "We did what we had to do." | the colonel / said / We did what we had to do
Minister Jane Example said: | Minister Jane Example / said /
The minister, who said he was tired, resigned. | The minister / said / he was tired
The firm, which reported a loss last year, said it would close two plants. | The firm / said / it would close two plants
Steve Example, a representative for the union, told the agency in a statement that talks had failed. | Steve Example / told / talks had failed
A local doctor from Arrabad, Sana Miller, said that nine people had died. | A local doctor from Arrabad, Sana Miller / said / nine people had died
The general told reporters in the capital that the war would be long. | The general / told / the war would be long
The general warned of a long war. | The general / warned / a long war
The army accused the rebels of shelling a market. | The army / accused / the rebels of shelling a market
The council urged both sides to show restraint. | The council / urged / both sides to show restraint
The council called on the government to release the prisoners. | The council / called on / the government to release the prisoners
The president condemned the attack and promised to bring the culprits to justice. | The president / condemned / the attack ;; The president / promised / to bring the culprits to justice
The foreign ministry welcomed the agreement in a statement. | The foreign ministry / welcomed / the agreement
I welcome the news that the road has been opened again. | I / welcome / the news that the road has been opened again
The minister announced a curfew in three towns. | The minister / announced / a curfew in three towns
The mayor announced the plan on state television on Monday. | The mayor / announced / the plan
The group claimed responsibility for the attack in a message. | The group / claimed responsibility / the attack
The rebels claimed to have shot down a helicopter. | The rebels / claimed / to have shot down a helicopter
Government forces denied using cluster bombs. | Government forces / denied / using cluster bombs
Residents reported hearing explosions near the airport. | Residents / reported / hearing explosions near the airport
The president called the vote a sham. | The president / called / the vote a sham
The ministry rejected the accusations as baseless. | The ministry / rejected / the accusations as baseless
Analysts believe the group has lost most of its fighters. | Analysts / believe / the group has lost most of its fighters
The report makes clear that the group has lost most of its fighters. | The report / makes clear / the group has lost most of its fighters
As we have repeatedly made clear, the two states support the plan. | we / made clear / the two states support the plan
Recent reports have speculated on the role that foreign forces will play. | Recent reports / speculated / the role that foreign forces will play
According to the ministry, the convoy was stopped twice. | the ministry / According to / the convoy was stopped twice
The convoy, according to residents, was stopped twice. | residents / according to / The convoy … was stopped twice
The mayor noted the rising costs, according to the release. | The mayor / noted / the rising costs ;; the release / according to / The mayor noted the rising costs
The agency reported that, according to witnesses, the bridge had collapsed. | The agency / reported / according to witnesses, the bridge had collapsed ;; witnesses / according to / the bridge had collapsed
In the words of one diplomat, the talks are dead. | one diplomat / In the words of / the talks are dead
The newspaper quoted officials as saying that the border would reopen. | The newspaper / quoted / the border would reopen ;; officials / saying / the border would reopen
The suspect had fled, local media reported, citing a police source. | local media / reported / The suspect had fled ;; a police source / citing / The suspect had fled
Five soldiers were reportedly killed in the clash. | - / reportedly / Five soldiers were … killed in the clash
The commander is believed to be hiding in the hills. | - / believed / to be hiding in the hills
It was announced that the border would reopen. | - / announced / the border would reopen
The party's claim that votes had been bought was dismissed by the judge. | The party / claim / votes had been bought
The ministry commented on reports that the road had been closed. | The ministry / commented / reports that the road had been closed ;; - / reports / the road had been closed
Critics say the law is too broad, while supporters insist it is needed. | Critics / say / the law is too broad ;; supporters / insist / it is needed
The two sides signed a deal on Monday. |
The police arrested three men and seized weapons. |
He did not say when the talks would resume. |
Police declined to comment. |
The ministry does not report the number of strikes. |
The envoys met to discuss trade and reaffirm their friendship. |
The blast claimed five lives. |
The road is perhaps closed. |
These figures show no change. |
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


@pytest.fixture(scope="module")
def backend(pack: Pack) -> RulesBackend:
    return RulesBackend(pack)


def read(backend: RulesBackend, text: str) -> list[Annotation]:
    return annotate(backend, Document("d", text), split(text))


def told(text: str, annotations: list[Annotation]) -> set[str]:
    return {
        " / ".join(
            (
                text[slice(*v.source)] if v.source else "-",
                text[slice(*v.cue)],
                " … ".join(text[slice(*w)] for w in v.words),
            )
        ).strip()
        for a in annotations
        for v in a.voices
        if v.act != "hedges"
    }


@pytest.mark.parametrize("row", [row for row in READ.strip().splitlines()])
def test_voices_of_a_sentence(row: str, backend: RulesBackend) -> None:
    text, _, voices = (part.strip() for part in row.partition(" |"))
    assert told(text, read(backend, text)) == {v.strip() for v in voices.split(";;") if v.strip()}


HELD = [
    ("Minister Jane Example said:\nI welcome the release of five men. Two are ill.\nThe ministry was founded in 1999.",
     [None, "Minister Jane Example", "Minister Jane Example", None]),
    ('"Gunmen attacked a post," the officer said. "Two policemen were killed." The road is closed.',
     [None, "the officer", None]),
    ('"We attacked a post.\n"Two policemen were killed," said the spokesman.', ["the spokesman", None]),
    ("The officer said the road was closed. Two policemen were killed.", [None, None]),
    ('The officer spoke.\n"Two policemen were killed."\nThe road is closed.', [None, None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), HELD)
def test_words_that_another_sentence_attributes(text: str, wanted: list[str | None], backend: RulesBackend) -> None:
    annotations = read(backend, text)
    held = holders(text, annotations)
    found = [held.get(a.sentence.start) for a in annotations]
    assert [text[slice(*h[0].source)] if h and h[0].source else None for h in found] == wanted


def test_kinds_by_the_apposition_beside_a_name(backend: RulesBackend) -> None:
    text = "Sana Miller, a doctor at the clinic, said that nine people had died."
    assert [v.kind for a in read(backend, text) for v in a.voices] == ["medical"]


def test_who_condemns_or_urges_judges_and_who_complains_that_tells(backend: RulesBackend) -> None:
    for text, act in (
        ("The council condemned the attack.", "judges"),
        ("The council urged both sides to stop.", "judges"),
        ("Residents complained that the water had been cut.", "tells"),
        ("Five men were possibly killed.", "hedges"),
    ):
        assert [v.act for a in read(backend, text) for v in a.voices] == [act], text


def test_names_of_voices_are_offices(pack: Pack, backend: RulesBackend) -> None:
    text = "Provincial spokesman Anwar Sample said:\nGunmen killed two guards in Ghazni."
    statements = Coder(backend, pack).code(Document("d", text, source="Example Wire")).statements
    chains = [[v.name or "" for v in s.voice] for s in statements]
    assert chains and all("spokesman" in chain[0] for chain in chains)
    assert not any("Sample" in name or "Anwar" in name for chain in chains for name in chain)


def test_the_scorer_counts_voices_without_statements(pack: Pack, backend: RulesBackend) -> None:
    text = "The mayor said the road was closed."
    row = {"id": "v", "text": text, "voices": [{"source": [0, 9], "cue": [10, 14], "content": [15, 34]}]}
    metrics = score([row], Coder(backend, pack)).metrics
    assert (metrics["source_f1"], metrics["cue_f1"], metrics["content_f1"]) == (1, 1, 1)
    assert metrics["cue_f1_coded"] == 0
