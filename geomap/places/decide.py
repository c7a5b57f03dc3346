"""From spots to places: large areas first, then the rest in their light; one sense a document.

A name means the same place throughout a document, unless the document itself says otherwise right
beside it ("Paris, Texas" and "Paris, France"): then each sense is a name of its own, and bare
mentions take the first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from geomap.language.fold import fold
from geomap.model.place import Candidate, Reason
from geomap.places.asked import fitting, is_asked, is_wide, may_be_province, readings, said
from geomap.places.belief import believed
from geomap.places.context import Context, Region, contains
from geomap.places.spots import Name, Option, Spot
from geomap.places.together import Together
from geomap.places.weights import WEIGHTS, Weights

#: Options of a name that context can still lift: those within this much of the best by themselves.
_WITHIN = 9.0
#: Candidates kept with a mention.
_KEPT = 6
#: Divisions that bear their town's name more often than that of any other place.
_LOWER_DIVISIONS = frozenset({"ADM2", "ADM3", "ADM4"})
#: The sense of a name that is said to be a division's; those of the district and of the river that
#: share a name.
_DIVISION = "*division*"
_OF = {"admin": "*district*", "water": "*water*", "town": ""}
_SENSES = {_DIVISION, *_OF.values()} - {""}
#: Areas whose places are known to lie in them by their codes, and the prominence of one that is meant.
_HOLDING, _KNOWN_AREA = frozenset({"PCLI", "PCLS", "PCLD", "PCL", "TERR", "ADM1", "ADM2"}), 9.0
#: Prominence of a town of some 40 000: a larger one is meant whatever is said beside it.
_SMALL = 25.0
#: Prominence of a town that goes before the division called after it.
_SEAT = 27.0
#: How often the names are looked at in the light of each other, and how sure a name is that need not
#: be looked at again.
_ROUNDS = 3
_SETTLED = 0.95
#: Classes of places that a text of a language means at home: towns and divisions.
_AT_HOME = frozenset("PA")
#: Candidates whose clues are told.
_EXPLAINED = 3
#: A clue that adds less than this is no reason worth telling.
_TELLING = 0.4


class Resolver:
    """Resolves the spots of one document."""

    def __init__(
        self,
        spots: Sequence[Spot],
        region: Region | None = None,
        weights: Weights = WEIGHTS,
        home: frozenset[str] = frozenset(),
        villages: frozenset[str] = frozenset(),
    ) -> None:
        self.weights = weights
        self.region = region
        #: countries whose towns the text's language names without saying more
        self.home = home
        #: generic nouns that no city is called by
        self.villages = villages
        self.spots = spots
        self.names: list[Name] = []
        #: the name of each spot, None for spots without one
        self.name_of: list[Name | None] = [None] * len(spots)
        self.context = Context()
        #: names that a spot is said to contain, by the spot's identity
        self.held: dict[int, list[Spot]] = defaultdict(list)

    def resolve(self, keys: Sequence[str]) -> None:
        """Fill ``names`` and ``name_of``: every sense with its scores and its pick. ``keys`` by spot."""
        self._group(keys)
        names = self.names
        together = Together(names)
        for name in names:
            name.own = self._own_scores(name, together)
            self._choose(name, name.own)
        context = self._context(areas_only=True)
        doubtful = names
        for _ in range(_ROUNDS):
            for name in doubtful:
                name.scores = self._in_light(name, context)
            for name in doubtful:
                self._choose(name, name.scores)
            doubtful = [name for name in names if name.sure < _SETTLED]
            context = self._context(areas_only=False)
        self.context = context

    # Senses -----------------------------------------------------------------------------------

    def _group(self, keys: Sequence[str]) -> None:
        """One name for each sense of a key: by what holds it, and "région d'Odessa" beside Odessa."""
        by_key: dict[str, list[int]] = defaultdict(list)
        for at, (spot, key) in enumerate(zip(self.spots, keys, strict=True)):
            if spot.kind == "name" and spot.options:
                by_key[key].append(at)
        for key, places in by_key.items():
            senses: dict[str, Name] = {}
            bare: list[int] = []
            # "la Manche" is the sea alone, "Manche" the district too
            options = max((self.spots[at].options for at in places), key=len)
            for at in places:
                spot = self.spots[at]
                boxes = fitting(spot) if spot.containers else ()
                divided = spot.group == "admin" and any(
                    o.place.feature_class == "A" for o in spot.options
                )
                if not boxes and not divided and not spot.nature:
                    bare.append(at)
                    continue
                told = said(boxes[0]) if boxes else _DIVISION if divided else _OF[spot.nature]
                name = senses.get(told)
                if name is None:
                    name = senses[told] = Name(key, spot.options if divided else options)
                name.boxes += [b for b in boxes if all(said(b) != said(o) for o in name.boxes)]
                name.spots.append(spot)
                name.outside |= not boxes and _is_outside(spot)
                self.name_of[at] = name
                for box in boxes:
                    self.held[id(box)].append(spot)
            if bare:
                first = next((n for told, n in senses.items() if told not in _SENSES), None)
                if any(o.place.feature_class == "H" for o in options):
                    first = first or _most_told(senses)
                if first is None:
                    first = senses[""] = Name(key, options)
                for at in bare:
                    first.spots.append(self.spots[at])
                    first.outside |= not first.boxes and _is_outside(self.spots[at])
                    self.name_of[at] = first
            self.names.extend(senses.values())

    # Scores -----------------------------------------------------------------------------------

    def _own_scores(self, name: Name, together: Together) -> list[float]:
        w = self.weights
        groups = {s.group for s in name.spots if not s.approximate} - {""}
        natures = {s.nature for s in name.spots if not s.approximate} - {""}
        others = any(
            not o.far_name and o.place.feature_code not in _LOWER_DIVISIONS for o in name.options
        )
        held = [inner for spot in name.spots for inner in self.held.get(id(spot), ())]
        boxes = [readings(box) for box in name.boxes]
        several = len(name.options) > 1
        #: divisions whose town of the same name is known: Beijing is the city before the division
        seats = {
            o.admin1
            for o in name.options
            if o.place.feature_class == "P" and not o.far_name and o.prominence >= _SEAT
        } - {""}
        abbreviated = "." in name.key
        scores = []
        for option in name.options:
            score = w.prominence * option.prominence / 10
            if option.far_name:
                score += self._far(option, others=others)
            for group in groups:
                score += (w.head if is_asked(option, group) else w.head_not) / len(groups)
            for nature in natures:
                asked = is_asked(option, nature)
                score += (w.nature if asked else w.nature_not) / len(natures)
            if boxes:
                inside = sum(any(contains(o, option) for o in box) for box in boxes) / len(boxes)
                score += w.beside * inside if inside else w.beside_not
            if held and option.is_area:
                score += w.holding * any(
                    contains(option, o) for inner in held for o in inner.options
                )
            if self.region is not None:
                score += w.region * self.region.holds(option)
            if self._is_at_home(option):
                score += w.home
            if abbreviated:
                score += w.abbreviation * (option.match.kind == "abbrev")
            if several:
                beside = (
                    w.together_area
                    if is_wide(option) and option.admin1 not in seats
                    else together.beside(option, name.number)
                )
                score += w.together * min(w.together_most, beside)
            scores.append(score)
        return scores

    def _is_at_home(self, option: Option) -> bool:
        return option.place.feature_class in _AT_HOME and option.country in self.home

    def _far(self, option: Option, *, others: bool) -> float:
        """What a name that is not the usual one costs, most where it is the usual one of others."""
        w = self.weights
        cost = w.alias if option.far_name == 1 else w.far_name
        if others:
            cost += w.of_others
            cost -= (1 - w.of_others_share) * w.prominence * option.prominence / 10
        return cost

    def _in_light(self, name: Name, context: Context) -> list[float]:
        w = self.weights
        if len(name.options) == 1:
            return [name.own[0] + self._strange(name.options[0], name, context)]
        least = max(name.own) - _WITHIN
        # the members of a list of provinces lie in none of them
        here = set() if may_be_province(name) else context.beside(name)
        at_home: list[int] = []
        told = False
        scores: list[float] = []
        for option, score in zip(name.options, name.own, strict=True):
            if score >= least:
                light = 0.0
                if option.country:
                    light = w.country * context.country(option, name)
                    told = told or (
                        light > 0.0 and (not option.far_name or option.prominence >= _SEAT)
                    )
                if option.admin1:
                    named, beside = context.division(option.admin1, name)
                    light += w.admin1 * named + w.siblings * beside
                    if option.admin2:
                        named, beside = context.division(option.admin2, name)
                        light += w.admin2 * named + w.siblings * beside
                    if option.admin1 in here or option.admin2 in here:
                        light += w.sentence
                if context.anchors:
                    light += w.near * context.nearness(option, name, w)
                # The clues overlap: together they count for less than their sum.
                score += w.context_most * math.tanh(light / w.context_most)
                score += self._strange(option, name, context)
                if self._is_at_home(option) and context.is_elsewhere(option, name):
                    at_home.append(len(scores))
            scores.append(score)
        if told:  # the text speaks of the country of another
            for number in at_home:
                scores[number] -= w.home
        return scores

    def _strange(self, option: Option, name: Name, context: Context) -> float:
        """What an unusual name costs more in a country that the text says nothing of: Boni in Mali is
        not a former name of Bonn."""
        if (
            option.far_name
            and option.country
            and context.total
            and not context.country(option, name)
        ):
            return self.weights.strange
        return 0.0

    def _choose(self, name: Name, scores: Sequence[float]) -> None:
        top = max(range(len(scores)), key=scores.__getitem__)
        name.pick = name.options[top]
        t = self.weights.temperature
        name.sure = math.exp(scores[top] / t) / self._total(name, scores)

    def _total(self, name: Name, scores: Sequence[float]) -> float:
        w = self.weights
        # Divisions are all known, so "Edgar County" is one of them; "Edgar" may be anything.
        divided = any(spot.group == "admin" for spot in name.spots)
        nothing = w.nothing_headed if divided else w.nothing
        if any(spot.approximate for spot in name.spots):
            nothing = w.nothing_inside
        if name.outside:
            nothing = max(scores) + w.outside
        return sum(math.exp(s / w.temperature) for s in scores) + math.exp(nothing / w.temperature)

    def _context(self, *, areas_only: bool) -> Context:
        context = Context()
        for name in self.names:
            option = name.pick
            if option is not None and (option.is_area or not areas_only):
                context.add(name, option)
        context.close(spot.countries for spot in self.spots if spot.kind != "name")
        return context

    # Answers ----------------------------------------------------------------------------------

    def belief(self, name: Name) -> float:
        """The probability of a name's pick, as it is stated; less for a near spelling, by how near."""
        if name.belief is None:
            name.belief = believed(name, self.context, self.weights)
            match = name.pick.match if name.pick is not None else None
            if match is not None and match.tier != "exact":
                name.belief *= match.similarity**2
        return name.belief

    def candidates(self, name: Name) -> tuple[Candidate, ...]:
        """The best places of a name with their probabilities and the clues that counted."""
        if name.candidates is None and len(name.options) == 1:
            name.candidates = (self._candidate(name, name.options[0], self.belief(name), 0),)
        elif name.candidates is None:
            total = self._total(name, name.scores)
            t = self.weights.temperature
            order = sorted(range(len(name.options)), key=lambda i: (-name.scores[i], i))[:_KEPT]
            shares = [math.exp(name.scores[i] / t) / total for i in order]
            top = self.belief(name)
            rest = min(1.0, (1.0 - top) / max(1e-9, 1.0 - shares[0]))
            chances = [top, *(min(top, share * rest) for share in shares[1:])]
            name.candidates = tuple(
                self._candidate(name, name.options[i], chance, rank)
                for rank, (i, chance) in enumerate(zip(order, chances, strict=True))
            )
        return name.candidates

    def _candidate(self, name: Name, option: Option, chance: float, rank: int) -> Candidate:
        reasons = self._reasons(name, option) if rank < _EXPLAINED else ()
        return Candidate(option.place, chance, reasons, option.match.matched, option.match.tier)

    def _reasons(self, name: Name, option: Option) -> tuple[Reason, ...]:
        """The clues that speak for or against an option, the weightiest first."""
        w, context = self.weights, self.context
        exact = option.match.tier == "exact"
        if len(name.options) == 1 and exact:
            return (Reason("place_only"),)
        told: list[Reason] = []
        box = next((b for b in name.boxes if any(contains(o, option) for o in readings(b))), None)
        if box is not None:
            told.append(Reason("place_beside", (said(box),), w.beside))
        spot = next((s for s in name.spots if s.group and not s.approximate), None)
        if spot is not None:
            asked = is_asked(option, spot.group)
            code, weight = ("place_head", w.head) if asked else ("place_head_not", w.head_not)
            told.append(Reason(code, (spot.head,), weight))
        parents = ((option.admin1, w.admin1), (option.admin2, w.admin2))
        for code, weight in parents:
            share = context.division(code, name)[0] * weight if code else 0.0
            if share > _TELLING and (called := self._called(code)):
                told.append(Reason("place_parent", (called,), share))
        share = w.country * context.country(option, name) if option.country else 0.0
        if share > _TELLING:
            told.append(Reason("place_country", (option.country,), share))
        share = w.near * context.nearness(option, name, w)
        if share > _TELLING and (near := context.nearest(option, name)):
            told.append(Reason("place_near", (near,), share))
        if self.region is not None and self.region.holds(option):
            told.append(Reason("place_region", (self.region.label,), w.region))
        if self._is_at_home(option):
            told.append(Reason("place_home", (), w.home))
        if not exact:
            cost = self._far(option, others=True)
            told.append(Reason("place_fuzzy", (option.match.matched,), cost))
        elif option.far_name:
            told.append(Reason("place_alias", (), self._far(option, others=True)))
        if option.prominence >= max(o.prominence for o in name.options):
            told.append(Reason("place_prominence", (), w.prominence * option.prominence / 10))
        return tuple(sorted(told, key=lambda reason: -abs(reason.weight or 0.0)))

    def _called(self, code: str) -> str | None:
        """What the text calls a division that it names."""
        for name in self.names:
            option = name.pick
            if option is not None and option.place.feature_code in {"ADM1", "ADM2"}:
                own = option.admin1 if option.place.feature_code == "ADM1" else option.admin2
                if own == code:
                    return option.match.matched
        return None


def _most_told(senses: Mapping[str, Name]) -> Name | None:
    """The district or the river of a name, by what more of its mentions say."""
    natures = [senses[told] for told in _OF.values() if told in senses]
    return max(natures, key=lambda name: len(name.spots), default=None)


def _is_outside(spot: Spot) -> bool:
    """True where the words right beside a name say that it lies in an area that holds none of its
    places: "Bani, dans la province du Séno". The one that is meant is in no gazetteer."""
    best = spot.options[0]
    if not spot.said_inside or best.place.feature_class != "P" or best.prominence >= _SMALL:
        return False
    return any(
        box.options
        and box.options[0].place.feature_class == "A"
        and box.options[0].place.feature_code in _HOLDING
        and box.options[0].prominence >= _KNOWN_AREA
        for box in spot.containers
    )


def key_of(text: str) -> str:
    """The key by which mentions of one name are brought together."""
    return fold(text)
