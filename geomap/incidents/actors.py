"""Who acts and who suffers, with what, and what was hit: read from the clauses that tell an event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from geomap.gazetteer import Gazetteer
from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.event import Event
from geomap.incidents.lexicon import Lexicon, keys_of
from geomap.incidents.told import Told
from geomap.language.load import load
from geomap.model.incident import NEWSROOM_CLAIM, Actor, Item
from geomap.model.place import Mention
from geomap.model.text import SegmentedText, Span

VIOLENT = frozenset(
    {
        "drone_strike", "missile_strike", "air_strike", "shelling", "bombing",
        "strike_unspecified", "attack_on_civilians", "armed_clash", "territory_change",
    }
)  # fmt: skip
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


@lru_cache(maxsize=4)
def _kinds(lang: str) -> dict[tuple[str, ...], str]:
    return {
        keys_of(phrase): kind
        for kind, phrases in load(lang, "actors")["actor"].items()
        for phrase in phrases
    }


@lru_cache(maxsize=4)
def _longest(lang: str) -> int:
    return max(len(keys) for keys in _kinds(lang))


class Cast:
    """Finds actors, means and targets of events of one document."""

    def __init__(self, segmented: SegmentedText, lex: Lexicon, gazetteer: Gazetteer | None) -> None:
        self.segmented = segmented
        self.tokens = segmented.tokens
        self.lex = lex
        self.gazetteer = gazetteer
        self.kinds = _kinds(segmented.lang)
        self.longest = _longest(segmented.lang)

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens.starts[first], self.tokens.ends[last - 1])

    def country_of(self, mention: Mention) -> str | None:
        """ISO code behind a demonym, a government or an organisation; None when it has none."""
        if mention.place is not None and mention.place.country:
            return mention.place.country
        return mention.countries[0] if mention.countries else None

    # -- actors -----------------------------------------------------------------------------------

    def actors(self, event: Event, claim_of: dict[int, str]) -> list[Actor]:
        found: list[Actor] = []
        for told in event.told:
            claim = claim_of.get(told.draft.sentence, NEWSROOM_CLAIM)
            for actor in self._of_telling(event, told, claim):
                if not any(a.role == actor.role and a.name == actor.name for a in found):
                    found.append(actor)
        return found

    def _of_telling(self, event: Event, told: Told, claim: str) -> list[Actor]:
        draft = told.draft
        agent, patient = self._slots(draft)
        acting, suffering = self._roles(event.type)
        found = self._named(draft, agent, acting, claim) + self._states(draft, acting, claim, event)
        found += self._named(draft, patient, suffering, claim)
        return found

    def _roles(self, type_: str) -> tuple[str, str]:
        if type_ in VIOLENT:
            return "perpetrator", "victim"
        if type_ == "pledge_or_statement":
            return "speaker", "recipient"
        if type_ in {"diplomatic_meeting", "agreement", "peaceful_protest", "riot"}:
            return "participant", "participant"
        if type_ == "arrest_or_crackdown":
            return "actor", "suspected"
        return "actor", "victim"

    def _slots(self, draft: Draft) -> tuple[tuple[int, int], tuple[int, int]]:
        before, after = (draft.low, draft.first), (draft.last, draft.high)
        keys = draft.reading.keys
        if draft.passive:
            by = next(
                (at for at in range(draft.last, draft.high) if keys[at] in self.lex.words["by"]),
                draft.high,
            )
            return (by, draft.high), before
        if draft.kind == "noun":
            against = next(
                (
                    at
                    for at in range(draft.last, draft.high)
                    if keys[at] in self.lex.words["against"]
                ),
                draft.high,
            )
            return (draft.last, min(against, draft.last + 6)), (against, draft.high)
        return before, after

    def _named(self, draft: Draft, bounds: tuple[int, int], role: str, claim: str) -> list[Actor]:
        """Forces, crowds, officials named by common nouns, with their nationality."""
        keys = draft.reading.keys
        found: list[Actor] = []
        at = bounds[0]
        while at < bounds[1]:
            hit = self._kind_at(keys, at, bounds[1])
            if hit is None:
                at += 1
                continue
            last, kind = hit
            country = None
            end = last
            for low, high, mention in draft.reading.mentions:
                if mention.kind == "demonym" and low in {last, last + 1}:
                    country, end = self.country_of(mention), max(end, high)
                elif mention.kind == "organisation" and low <= last + 2 and low >= last:
                    end = max(end, high)
            span = self.span(at, end)
            role_here = "victim" if role == "perpetrator" and kind == "civilians" else role
            if not (role == "victim" and kind == "emergency_services"):
                found.append(
                    Actor(role_here, span.of(self.segmented.text), kind, country, span, claim)
                )
            at = end
        return found

    def _kind_at(self, keys: Sequence[str], at: int, high: int) -> tuple[int, str] | None:
        for size in range(min(self.longest, high - at), 0, -1):
            kind = self.kinds.get(tuple(keys[at : at + size]))
            if kind is not None:
                return at + size, kind
        return None

    def _states(self, draft: Draft, role: str, claim: str, event: Event) -> list[Actor]:
        """Demonyms of the trigger ("une attaque ukrainienne"), governments, organisations."""
        found: list[Actor] = []
        if event.type == "debris_or_ordnance_found":
            return found  # whose debris it is must be said in so many words
        for low, high, mention in draft.reading.mentions:
            if not draft.low <= low < draft.high:
                continue
            kind: str | None = None
            start, end = low, high
            if mention.kind == "demonym" and role == "perpetrator":
                if not (
                    draft.last <= low <= draft.last + 2 or self._weapon_before(draft.reading, low)
                ):
                    continue
                kind, start = "state_forces", draft.first if low >= draft.last else low - 1
            elif mention.role == "actor_metonym":
                kind = "state_forces" if role == "perpetrator" else "government"
                if role == "perpetrator" and not self._acts(draft, low, high):
                    continue
            elif mention.role == "actor_org":
                kind = "non_state_armed" if role == "perpetrator" else "igo"
                if role == "perpetrator" and not self._acts(draft, low, high):
                    continue
            if kind is None or (role == "actor" and kind == "igo"):
                continue
            found.append(
                Actor(
                    role,
                    self._name(mention),
                    kind,
                    self.country_of(mention),
                    self.span(start, end),
                    claim,
                )
            )
        return found

    def _name(self, mention: Mention) -> str:
        """A government as readers of the document's language call it."""
        place = mention.place
        if place is None:
            return mention.text
        if self.gazetteer is None:
            return place.name
        return self.gazetteer.display_name(place.id, self.lex.lang) or place.name

    def _acts(self, draft: Draft, low: int, high: int) -> bool:
        """Whether a government stands as agent: subject of the verb, or behind "by"."""
        keys = draft.reading.keys
        for at in range(max(draft.low, low - 4), low):
            if keys[at] in self.lex.words["by"]:
                return True
        return draft.kind == "verb" and not draft.passive and high <= draft.first

    def _weapon_before(self, reading: Reading, low: int) -> bool:
        return any(
            hit.entry.kind == "class" and hit.last == low and hit.entry.name in _MEANS
            for hit in reading.hits
        )

    # -- means, targets -----------------------------------------------------------------------------

    def means(self, event: Event, claim_of: dict[int, str]) -> list[Item]:
        if event.type not in VIOLENT and event.type != "debris_or_ordnance_found":
            return []
        found: list[Item] = []
        for told in event.told:
            draft = told.draft
            claim = claim_of.get(draft.sentence, NEWSROOM_CLAIM)
            for hit in draft.reading.hits:
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
                reach = hit.last
                found.append(Item(hit.entry.name, self.span(hit.first, hit.last), claim=claim))
        return found
