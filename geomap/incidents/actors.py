"""Who acts and who suffers, with what, and what was hit: read from the clauses that tell an event."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from geomap.gazetteer import Gazetteer
from geomap.incidents.casting import ACTS, ALLEGED, BESIDE, CALLS, HELPED, SUFFERS, Casting
from geomap.incidents.claims import Claims
from geomap.incidents.clauses import Reading
from geomap.incidents.event import Event
from geomap.incidents.figures import Figure, actor_words, find_figures
from geomap.incidents.lexicon import Hit, Lexicon
from geomap.incidents.said import leader_named
from geomap.language.fold import fold
from geomap.model.incident import NEWSROOM_CLAIM, Actor, Item, Toll
from geomap.model.place import Mention
from geomap.model.text import SegmentedText, Span

VIOLENT = frozenset(
    {
        "drone_strike", "missile_strike", "air_strike", "shelling", "bombing",
        "strike_unspecified", "attack_on_civilians", "armed_clash", "territory_change",
    }
)  # fmt: skip
#: What somebody strikes at; of a fire or an accident, the facility is where it was.
STRUCK = VIOLENT | {"explosion", "riot", "debris_or_ordnance_found"}
_MEANS = (
    "usv",
    "uav",
    "missile",
    "rocket",
    "aircraft",
    "artillery",
    "explosive",
    "small_arms",
    "ramming",
)
_POLITICS = frozenset({"diplomatic_meeting", "agreement", "pledge_or_statement"})


#: What a part means, by type of event; parts not listed play none.
_OTHERS = {ACTS: "actor"}
_ROLES: dict[str, dict[str, str]] = {
    **{type_: {ACTS: "perpetrator", ALLEGED: "suspected", SUFFERS: "victim"} for type_ in VIOLENT},
    "armed_clash": {
        ACTS: "perpetrator", ALLEGED: "suspected", SUFFERS: "victim", BESIDE: "participant",
    },
    "riot": {ACTS: "participant", BESIDE: "participant", CALLS: "organiser"},
    "peaceful_protest": {ACTS: "participant", BESIDE: "participant", CALLS: "organiser"},
    "arrest_or_crackdown": {ACTS: "actor", ALLEGED: "suspected", SUFFERS: "suspected"},
    "diplomatic_meeting": {ACTS: "participant", SUFFERS: "participant", BESIDE: "participant"},
    "agreement": {ACTS: "participant", SUFFERS: "participant", BESIDE: "participant"},
    "pledge_or_statement": {ACTS: "speaker", SUFFERS: "recipient"},
    "evacuation": {ACTS: "actor", SUFFERS: "victim"},
    "civil_protection": {ACTS: "actor", HELPED: "beneficiary"},
    "aid_or_outage": {ACTS: "actor", SUFFERS: "beneficiary", HELPED: "beneficiary"},
    "troop_movement": _OTHERS,
    "territory_change": {ACTS: "perpetrator", SUFFERS: "target"},
}  # fmt: skip
#: Whose count says who suffered.
_COUNTED = {
    **dict.fromkeys(
        ("killed", "injured", "injured_critical", "injured_severe", "injured_moderate",
         "injured_light", "missing", "abducted", "hospitalised"),
        VIOLENT,
    ),
    "arrested": frozenset({"arrest_or_crackdown"}),
    "participants": frozenset({"peaceful_protest", "riot"}),
    "displaced": frozenset({"evacuation"}),
    "evacuated": frozenset({"evacuation"}),
}  # fmt: skip
_SUFFERED = {"arrested": "suspected", "participants": "participant"}
_NAMED_TYPES = frozenset({"head_of_state", "government", "igo"})
_MEETINGS = frozenset({"diplomatic_meeting", "agreement"})
_RESCUE = frozenset({"emergency_services"})


class Cast:
    """Finds actors, means and targets of events of one document."""

    def __init__(
        self,
        segmented: SegmentedText,
        readings: Sequence[Reading],
        lex: Lexicon,
        gazetteer: Gazetteer | None,
        claims: Claims,
        shared: Mapping[int, int],
    ) -> None:
        self.segmented = segmented
        self.tokens = segmented.tokens
        self.lex = lex
        self.gazetteer = gazetteer
        self.claims = claims
        #: how many events each sentence tells.
        self.shared = shared
        self.words = actor_words(segmented.lang)
        self._readings = {reading.sentence.index: reading for reading in readings}
        self._starts = [sentence.span.start for sentence in segmented.sentences]
        self._figures: dict[int, list[Figure]] = {}

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens.starts[first], self.tokens.ends[last - 1])

    def figures(self, sentence: int) -> list[Figure]:
        """Everybody a sentence names."""
        if sentence not in self._figures:
            reading = self._readings.get(sentence)
            self._figures[sentence] = find_figures(reading) if reading is not None else []
        return self._figures[sentence]

    # -- actors -----------------------------------------------------------------------------------

    def actors(
        self, event: Event, tolls: Sequence[Toll], claim_of: Mapping[int, str]
    ) -> list[Actor]:
        """Who acts and who suffers, each once in a role."""
        roles = _ROLES.get(event.type)
        if roles is None:
            return []
        found: list[Actor] = []
        for told in event.told:
            draft = told.draft
            claim = claim_of.get(draft.sentence, NEWSROOM_CLAIM)
            casting = Casting(
                draft, self.lex, self.words, self._sources(draft.sentence, event.type),
                self.shared.get(draft.sentence, 1) > 1, event.type in _MEETINGS,
            )  # fmt: skip
            for part, one in casting.parts(self.figures(draft.sentence)):
                role = roles.get(part)
                if role is not None:
                    _add(found, self._actor(role, one, claim, event.type))
        for toll in tolls:
            part_of = toll.subset_of and any(actor.role == "victim" for actor in found)
            if event.type in _COUNTED.get(toll.kind, ()) and toll.high != 0 and not part_of:
                self._add_counted(found, toll, event.type)
        return _once(_without_titles(found, event.type), self.words.sets["anaphoric"])

    def _sources(self, sentence: int, type_: str) -> frozenset[int]:
        """Tokens that describe who says it; who makes a pledge says it too."""
        if type_ == "pledge_or_statement":
            return frozenset()
        spans = self.claims.sources_at.get(sentence, ())
        return frozenset(at for low, high in spans for at in range(low, high))

    def _add_counted(self, found: list[Actor], toll: Toll, type_: str) -> None:
        """ "Trois soldats ont été tués": who is counted."""
        sentence = bisect.bisect_right(self._starts, toll.span.start) - 1
        for one in self.figures(sentence):
            start = self.tokens.starts[one.first]
            if not toll.span.start <= start < toll.span.end or one.sort not in {"noun", "person"}:
                continue
            if self.tokens.keys[one.lead - 1] in self.words.sets["topic"]:
                return  # "32 people including women"
            attacker = one.kind in {"non_state_armed", "suspects"}
            if attacker and any(a.type == "non_state_armed" for a in found):
                return  # "trois assaillants ont été tués"
            actor = self._actor(_SUFFERED.get(toll.kind, "victim"), one, toll.claim, type_)
            if actor is not None and not any(
                a.span == actor.span and a.role != "perpetrator" for a in found
            ):
                _add(found, actor)
            return

    def _actor(self, role: str, one: Figure, claim: str, type_: str) -> Actor | None:
        span = self.span(one.first, one.last)
        kind, country = one.kind, one.country
        name = span.of(self.segmented.text)
        if one.sort in {"state", "demonym"} and one.mention is not None:
            name = self._name(one.mention)
            kind = "state_forces" if type_ in VIOLENT else "government"
            role = "target" if role == "victim" else role
        elif one.sort == "org":
            kind = "non_state_armed" if type_ in VIOLENT else "igo"
            role = "target" if role == "victim" else role
        elif one.sort == "person":
            known = leader_named(name)
            if known is not None:
                kind, country = known
        if type_ == "evacuation" and role == "actor" and kind == "civilians":
            role = "victim"  # "les villageois ont fui"
        if kind in _RESCUE and role in {"victim", "perpetrator", "target"}:
            return None
        if role == "perpetrator" and kind == "suspects":
            kind = None
        if role == "perpetrator" and one.sort == "noun" and kind == "civilians":
            kind = None
        return Actor(role, name, kind, country, span, claim)

    def _name(self, mention: Mention) -> str:
        """A government as readers of the document's language call it."""
        place = mention.place
        if place is None:
            return mention.text
        if self.gazetteer is None:
            return place.name
        return self.gazetteer.display_name(place.id, self.lex.lang) or place.name

    def _is_named(self, reading: Reading, hit: Hit) -> bool:
        """ "Maison Blanche", "École normale": a part of a name that is no site."""
        return any(
            low <= hit.first < high and mention.role not in {"site", "container", "reference"}
            for low, high, mention in reading.mentions
        )

    def _is_salvo(self, reading: Reading, hit: Hit) -> bool:
        """ "un barrage de roquettes": how many, not what is hit."""
        behind = reading.classes(hit.last, min(reading.top, hit.last + 4))
        return hit.entry.name == "dam" and bool(behind & set(_MEANS))

    # -- means, targets -----------------------------------------------------------------------------

    def means(self, event: Event, claim_of: dict[int, str]) -> list[Item]:
        if event.type not in VIOLENT and event.type != "debris_or_ordnance_found":
            return []
        found: list[Item] = []
        for told in event.told:
            draft = told.draft
            claim = claim_of.get(draft.sentence, NEWSROOM_CLAIM)
            forces = [f for f in self.figures(draft.sentence) if f.kind == "state_forces"]
            for hit in draft.reading.hits:
                if any(one.first <= hit.first < one.last for one in forces):
                    continue  # "l'armée de l'air": who, not with what
                if (
                    hit.entry.kind == "class"
                    and hit.entry.name in _MEANS
                    and draft.low <= hit.first < draft.high
                    and not any(i.cls == hit.entry.name for i in found)
                ):
                    found.append(Item(hit.entry.name, self.span(hit.first, hit.last), claim=claim))
        return found

    def targets(self, event: Event, claim_of: dict[int, str]) -> list[Item]:
        """Facilities named where the event strikes (a port, a shipyard, a level crossing)."""
        if event.type in _POLITICS:
            return []
        found: list[Item] = []
        for told in event.told:
            draft = told.draft
            claim = claim_of.get(draft.sentence, NEWSROOM_CLAIM)
            reach = 0
            for hit in draft.reading.hits:
                if hit.entry.kind != "facility" or not draft.low <= hit.first < draft.high:
                    continue
                if hit.first < reach or any(i.cls == hit.entry.name for i in found):
                    continue
                if self._is_named(draft.reading, hit) or self._is_salvo(draft.reading, hit):
                    continue
                reach = hit.last
                found.append(Item(hit.entry.name, self.span(hit.first, hit.last), claim=claim))
        return found


def _without_titles(found: list[Actor], type_: str) -> list[Actor]:
    """Without "les deux dirigeants" beside the names of those who met."""
    named = [a for a in found if a.country is not None or a.type is None or a.type in _NAMED_TYPES]
    if type_ not in _MEETINGS or not named:
        return found
    return [a for a in found if a.name[:1].isupper()] or found


def _once(found: list[Actor], anaphoric: frozenset[str]) -> list[Actor]:
    """Without the second name of the same attackers: "les assaillants" beside "le groupe X"."""
    kept: list[Actor] = []
    doers = [a for a in found if a.role in {"perpetrator", "suspected"}]
    firm = any(a.role == "perpetrator" and a.type == "non_state_armed" for a in doers)
    generic = 0
    for actor in found:
        if actor in doers:
            words = fold(actor.name).split()
            if actor.role == "suspected" and firm and actor.type == "non_state_armed":
                continue
            if words[-1] in anaphoric or (words[0] in anaphoric and len(words) == 1):
                if generic or (
                    len(doers) > 1 and any(not _is_generic(a, anaphoric) for a in doers)
                ):
                    continue
                generic += 1
        elif (
            actor.role == "victim"
            and actor.type == "non_state_armed"
            and _is_generic(actor, anaphoric)
        ):
            continue  # "le kamikaze est mort"
        kept.append(actor)
    return kept


def _is_generic(actor: Actor, anaphoric: frozenset[str]) -> bool:
    return fold(actor.name).split()[-1] in anaphoric


def _add(found: list[Actor], new: Actor | None) -> None:
    """Add an actor unless it is told already; of two names for one, the fuller is kept."""
    if new is None:
        return
    for at, old in enumerate(found):
        if old.role != new.role:
            continue
        one, other = fold(old.name), fold(new.name)
        if one in other or other in one or _is_state_of(old, new):
            if len(new.name) > len(old.name) and old.country in {None, new.country}:
                found[at] = new
            return
    found.append(new)


def _is_state_of(one: Actor, other: Actor) -> bool:
    """ "Israël" and "l'armée israélienne": one and the same on the attack."""
    states = {"state_forces", "government"}
    same = one.country is not None and one.country == other.country
    return same and {one.type, other.type} <= states and one.role in {"actor", "perpetrator"}
