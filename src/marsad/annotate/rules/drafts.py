"""Frames in the making, and the filling of their roles from noun phrases.

:class:`Roles` holds what is known of one sentence (its parse and its mentions) and turns noun phrases into arguments;
all steps from :mod:`~marsad.annotate.rules.frames` on work with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from marsad.annotate.rules.advice import PlaceScores, TellsEvents
from marsad.annotate.rules.chunks import NP, VG, Parse, np_list
from marsad.annotate.rules.lexicon import Lexicon
from marsad.values import Argument, Auxiliary, Mention, Modality

PLACE_ROLES = frozenset(("at", "from", "via", "to"))


@dataclass(slots=True)
class Draft:
    """A frame in the making; token indices, not offsets."""

    shape: str
    type: str | None
    mode: str | None
    trigger: tuple[int, int]
    vg: VG | None
    np: NP | None
    arguments: list[Argument] = field(default_factory=list)
    auxiliary: set[Auxiliary] = field(default_factory=set)
    modality: Modality = "asserted"
    denied: bool = False
    score: float = 0.7
    weak: bool = False
    counts: str | None = None
    dropped: bool = False
    settled: bool = False
    """Whether its places are all told: none is looked for in the rest of the sentence."""
    also: list[int] = field(default_factory=list)
    """Other triggers that tell the same happening."""

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is filled."""
        return any(a.role in roles for a in self.arguments)

    def add(self, arguments: Iterable[Argument]) -> None:
        """Add arguments that are not there yet."""
        for argument in arguments:
            if argument not in self.arguments:
                self.arguments.append(argument)

    def vg_has_own_subject(self) -> bool:
        """Whether the verb has a subject apart from the verb it is coordinated with."""
        vg = self.vg
        return vg is not None and (vg.governor is None or vg.subject is not vg.governor.subject)

    def role(self, *roles: str) -> list[Argument]:
        """The arguments of some roles."""
        return [a for a in self.arguments if a.role in roles]

    def negate(self) -> None:
        """Settle that it did not happen."""
        self.denied = True
        self.auxiliary.add("negation")

    def split_between(self) -> None:
        """In "links between A and B" the first is the tie's actor, the rest its recipients."""
        actors = self.role("actor")
        if self.shape == "tie" and len(actors) > 1 and not self.has("recipient"):
            self.arguments = [a for a in self.arguments if a not in actors[1:]]
            self.add(Argument("recipient", a.start, a.end) for a in actors[1:])


class Roles:
    """Turn noun phrases of one sentence into arguments."""

    def __init__(
        self,
        parse: Parse,
        mentions: Iterable[Mention],
        lexicon: Lexicon,
        side_of: Callable[[str], str | None],
        is_state: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self.parse = parse
        self.mentions = list(mentions)
        self.lexicon = lexicon
        self.is_state = is_state
        self.side = side_of
        """Whose side the people of a phrase are of."""
        self.place_scores: PlaceScores | None = None
        """A model's opinion of which place is an event's, where one was asked."""
        self.told: TellsEvents | None = None
        """A model's propositions, where one may be asked."""
        self._states: dict[tuple[int, int], Mention] = {}

    def span(self, np: NP) -> tuple[int, int]:
        """Document offsets of a noun phrase."""
        tokens = self.parse.tokens
        return tokens[np.first].start, tokens[np.last].end

    def is_timed(self, token: int) -> bool:
        """Whether a token belongs to a time, or is the preposition before one."""
        here, after = (self.parse.tokens[k : k + 1] for k in (token, token + 1))
        times = [m for m in self.mentions if m.kind == "time"]
        covered = [any(m.start <= t.start and t.end <= m.end for m in times) for t in (*here, *after)]
        return covered[:1] == [True] or (covered[1:] == [True] and here[0].tag == "IN")

    def inside(self, np: NP, kind: str) -> list[Mention]:
        """Mentions of a kind within a noun phrase."""
        start, end = self.span(np)
        return [m for m in self.mentions if m.kind == kind and m.start >= start and m.end <= end]

    def parties(self, np: NP | None, role: str) -> list[Argument]:
        """Actors of a noun phrase and of all that is coordinated to it; behind "of" where its head is a container."""
        found: list[Argument] = []
        for one in np_list(np):
            actors = self._named_first(one, self.inside(one, "actor"))
            actors = [m for m in actors if not self._is_counterpart(one, m.end)]
            if one.examples is not None:
                named = [m for n in np_list(one.examples) for m in self._named_first(n, self.inside(n, "actor"))]
                actors = named or actors
            if one.of is not None and all(
                not m.text[:1].isupper() or m.start == self.parse.tokens[0].start for m in actors
            ):
                inner = [m for n in np_list(one.of) for m in self._named_first(n, self.inside(n, "actor"))]
                named = [m for m in inner if m.text[:1].isupper()]
                if not actors or self.head(one) in self.lexicon.containers:
                    actors = inner or actors
                actors = named or actors
            found += [Argument(role, m.start, m.end) for m in actors]
        return found

    def _named_first(self, np: NP, actors: list[Mention]) -> list[Mention]:
        """In "Taliban fighters" the name is the actor, the generic head only its form; not so in "Taliban-backed …"."""
        if len(actors) > 1:
            ends = {t.start: t.end for t in self.parse.tokens[np.first : np.last + 1] if "-" in t.text}
            actors = [m for m in actors if ends.get(m.start, m.end) <= m.end] or actors
        if len(actors) < 2:
            return actors
        named = [m for m in actors if self._is_name(m)]
        return named or actors[-1:]

    def _is_counterpart(self, np: NP, end: int) -> bool:
        """Whether a phrase is about others than the name that owns it: "Kyiv's allies"."""
        tokens = self.parse.tokens
        owned = any(t.tag == "POS" and t.start == end for t in tokens[np.first : np.last + 1])
        return owned and self.head(np) in self.parse.classes.counterparts

    def _is_name(self, mention: Mention) -> bool:
        """Whether a capital is a name's and not that of a sentence's first word ("Bus drivers")."""
        first = self.parse.tokens[0]
        return mention.text[:1].isupper() and (
            mention.start != first.start or not first.tag.startswith("NN") or first.tag.startswith("NNP")
        )

    def places(self, np: NP | None, role: str) -> list[Argument]:
        """Places of a noun phrase and of those coordinated to it or after "of"."""
        found: list[Argument] = []
        for one in np_list(np):
            for part in (one, *np_list(one.of), *np_list(one.examples)):
                if part is not None:
                    places = self.inside(part, "place")
                    found += [Argument(role, m.start, m.end) for m in places]
                    found += self._lands(part, role, not places)
        return found

    def _lands(self, np: NP, role: str, alone: bool) -> list[Argument]:
        """Take a state for its land: "Afghan soil", or a country's name in a place's slot ("infiltrated Pakistan")."""
        land = self.head(np) in self.parse.classes.land
        made: list[Argument] = []
        for m in self.inside(np, "actor"):
            if not self.is_state(m.text) or not (land or (alone and m.end == self.parse.tokens[np.head].end)):
                continue
            if not any(p.kind == "place" and p.start == m.start for p in self.mentions):
                self.mentions.append(Mention(m.start, m.end, m.text, "place"))
            made.append(Argument(role, m.start, m.end))
        return made

    def fill(self, np: NP | None, role: str) -> list[Argument]:
        """Arguments of a role; a place in a party's slot is where it happened ("an attack on Peshawar")."""
        if not role or np is None:
            return []
        if role in PLACE_ROLES:
            return self.places(np, role)
        if role == "owner":
            return self._owner(np)
        return (
            (self.possessor(np, role) if role == "actor" else [])
            or self._parties_and_states(np, role)
            or self._antecedent(np, role)
            or self._states_of(np, role)
            or self._pronoun(np, role)
            or (self.places(np, "at") if role == "recipient" and not self._is_from(np) else [])
        )

    def _owner(self, np: NP) -> list[Argument]:
        """Whose something is, as whom it concerns: "Russia's closest ally", "a proxy of China"."""
        marks = {t.start for t in self.parse.tokens[np.first : np.last + 1] if t.tag == "POS"}
        inside = [m for m in self.inside(np, "actor") if m.end in marks]
        owners = [Argument("recipient", m.start, m.end) for m in inside]
        states = [m for m in self.inside(np, "place") if m.end in marks and self.is_state(m.text)]
        return owners or self.people_of(Argument("at", m.start, m.end) for m in states) or (
            self._parties_and_states(np.of, "recipient") if np.of is not None else []
        )  # fmt: skip

    def _parties_and_states(self, np: NP, role: str) -> list[Argument]:
        """Parties; of a list that has any also the states ("between Peru and the rebels")."""
        found = self.parties(np, role)
        lone = [one for one in np_list(np) if len(np_list(np)) > 1 and not self.inside(one, "actor")]
        if not found or not lone:
            return found
        states = [a for one in lone for a in self._states_of(NP(one.first, one.last, one.head), role)]
        return sorted([*found, *states], key=lambda a: a.start)

    def _is_from(self, np: NP) -> bool:
        """Whether a phrase says where people are from ("a resident of Lahore"), not where something happens."""
        head = self.parse.tokens[np.head]
        return self.side(head.low) is not None and all(m.end <= head.start for m in self.inside(np, "place"))

    def _antecedent(self, np: NP, role: str) -> list[Argument]:
        """In "Japan said it had …": a pronoun takes the parties of the nearest subject before it in the sentence."""
        if self.head(np) in self.parse.classes.speaking:
            return self._speaker(role)
        return self._subject_before(np, role) if self.head(np) in self.parse.classes.pronouns else []

    def possessor(self, np: NP, role: str) -> list[Argument]:
        """Take "its men" in "X said that its men had …" for X."""
        named = any(m.text[:1].isupper() for m in self.inside(np, "actor"))
        whose = self.parse.tokens[np.first].low
        if whose == "our" and not named:
            return self._speaker(role)
        own = whose in ("its", "their") or (whose in ("his", "her") and self.head(np) in self.parse.classes.homelands)
        own = own and self.head(np) not in self.parse.classes.counterparts  # "its allies" are others
        return self._subject_before(np, role) if own and not named else []

    def _speaker(self, role: str) -> list[Argument]:
        """Who says "we" in its own sentence: "We hold the town, the group said"."""
        said = (v for v in self.parse.vgs if self.parse.tokens[v.head].low in self.lexicon.sayers)
        speakers = (np for v in said for np in (v.subject, self.parse.np_starting(v.last + 1)))
        return next((found for np in speakers if (found := self.parties(np, role))), [])

    def _subject_before(self, np: NP, role: str) -> list[Argument]:
        """Parties of the nearest subject before a noun phrase that names any."""
        for vg in reversed(self.parse.vgs):
            if vg.subject is not None and vg.subject.last < np.first:
                found = self.parties(vg.subject, role)
                if found:
                    return found
        return []

    def _states_of(self, np: NP, role: str) -> list[Argument]:
        """A country's name in a party's slot ("aid to Serbia") is its state: an actor mention beside the place."""
        found: list[Argument] = []
        for one in np_list(np):
            for place in self.inside(one, "place"):
                named = self.is_state(place.text) and self._stands_alone(one, place)
                if named and not self._is_counterpart(one, place.end):
                    found.append(Argument(role, place.start, place.end))
                    key = (place.start, place.end)
                    if key not in self._states:
                        self._states[key] = Mention(place.start, place.end, place.text, "actor")
                        self.mentions.append(self._states[key])
        return found

    def _stands_alone(self, np: NP, place: Mention) -> bool:
        """Whether a name is what its phrase is about, or owns it: "Kabul", "Kabul's envoy", not "Kabul University"."""
        head = self.parse.tokens[np.head]
        after = next((t for t in self.parse.tokens if t.start >= place.end), None)
        return head.end <= place.end or (after is not None and after.tag in ("POS", ","))

    def states(self, np: NP, role: str) -> list[Argument]:
        """The states that a phrase names by their land ("in Serbia")."""
        return self._states_of(np, role)

    def people_of(self, places: Iterable[Argument]) -> list[Argument]:
        """Places as parties: those who live there or govern it ("a curfew in the town")."""
        found: list[Argument] = []
        for place in places:
            named = next((m for m in self.mentions if (m.start, m.end) == (place.start, place.end)), None)
            if named is None:
                continue
            key = (place.start, place.end)
            if not any((m.start, m.end, m.kind) == (*key, "actor") for m in self.mentions):
                self._states[key] = Mention(*key, named.text, "actor")
                self.mentions.append(self._states[key])
            found.append(Argument("recipient", *key))
        return found

    def states_that_speak(self, np: NP) -> None:
        """Take the places of a speaker for their states: "Kabul said"."""
        self._states_of(np, "actor")

    def _pronoun(self, np: NP, role: str) -> list[Argument]:
        """A plural or neuter pronoun without antecedent in its sentence: the linker may know the group before it."""
        token = self.parse.tokens[np.head]
        if token.low not in ("they", "it"):
            return []
        key = (token.start, token.end)
        if key not in self._states:
            self._states[key] = Mention(token.start, token.end, token.text, "actor")
            self.mentions.append(self._states[key])
        return [Argument(role, token.start, token.end)]

    def counts(self, np: NP | None, kind: str) -> list[Argument]:
        """People counted in a noun phrase: by number words, or one when it is singular and a person."""
        members = np_list(np)
        again = {one.first for before, one in pairwise(members) if self._names(before, one)}
        return [a for one in members if one.first not in again for a in self._counts_of(one, kind)]

    def _names(self, person: NP, name: NP) -> bool:
        """Whether a phrase names the one before it: "a Taliban leader, Mullah Gul, and two fighters" are three."""
        tokens = self.parse.tokens
        between = [t.low for t in tokens[person.last + 1 : name.first]]
        bare = all(t.tag == "NNP" for t in tokens[name.first : name.last + 1]) and not self.side(self._phrase(name))
        return between == [","] and bare and tokens[person.head].tag == "NN" and bool(self.side(self._phrase(person)))

    def _counts_of(self, np: NP, kind: str) -> list[Argument]:
        role = f"count:{kind}"
        head = self.parse.tokens[np.head]
        side = self.side(self._phrase(np))
        numbers = self.inside(np, "count")
        if np.of is not None and (side in (None, "others") or numbers or head.low in ("bodies", "corpses")):
            of = self.side(self._phrase(np.of))
            bodies = head.low in ("body", "bodies", "corpse", "corpses")
            side = of if (side in (None, "others") or bodies) and of is not None else side
            numbers = numbers or self.inside(np.of, "count")
        if numbers:
            people = side is not None or head.tag == "CD" or head.end <= numbers[0].end
            return [Argument(role, m.start, m.end, side) for m in numbers[:1]] if people else []
        return self._unnumbered(np, role, side)

    def _unnumbered(self, np: NP, role: str, side: str | None) -> list[Argument]:
        """People without a number: a pronoun of one, an office with a name behind it, a noun of persons, a name."""
        head, first = self.parse.tokens[np.head], self.parse.tokens[np.first]
        if head.low in self.parse.classes.one_person:
            return [Argument(role, head.start, head.end, None)]
        if side is None and head.tag == "NNP":
            # "Taliban leader Mullah …": a person in apposition to an office
            before = self.parse.tokens[np.first : np.head]
            person = next((t for t in before if t.tag == "NN" and self.side(t.low)), None)
            if person is not None:
                return [Argument(role, first.start, person.end, self.side(person.low))]
        if side is not None and (head.tag in ("NN", "NNS", "NNP") or first.low in ("the", "his", "a")):
            return [Argument(role, first.start, head.end, side)]
        if head.tag == "NNP" and not self.inside(np, "place") and not self.inside(np, "actor"):
            return [Argument(role, first.start, head.end, None)]
        return []

    def _phrase(self, np: NP) -> str:
        """The words of a noun phrase up to its head."""
        return " ".join(t.text for t in self.parse.tokens[np.first : np.head + 1])

    def head(self, np: NP) -> str:
        """The folded head word of a noun phrase."""
        return self.parse.tokens[np.head].low

    def words(self, np: NP) -> set[str]:
        """All folded words of a noun phrase and of the one after "of"."""
        tokens = self.parse.tokens
        words = {t.low for t in tokens[np.first : np.last + 1]}
        if np.of is not None:
            words |= {t.low for t in tokens[np.of.first : np.of.last + 1]}
        return words
