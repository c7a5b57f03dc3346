"""Spots made of tokens: their span, their places, the generic noun beside them."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from geomap.gazetteer.scan import NameHit
from geomap.language.fold import fold
from geomap.model.text import Sentence, Span
from geomap.places.spots import Option, Spot, SpotKind, option_of, places_of
from geomap.places.zones import Hit, Reading

#: A country, by prominence.
COUNTRY = 80.0
#: Prominence of a place from which its name is not read as a demonym of another.
KNOWN_PLACE = 40.0
#: Prominence from which a place inside an unknown name tells where that is.
_INSIDE = 20.0
#: Letters of a name that may tell where a longer unknown one is.
_SHORT = 4
#: Groups of generic nouns that stand for a thing of its own: Black Rock Desert is not in Black Rock.
_OWN_NAMES = frozenset({"water", "land"})
#: Classes of streets and squares.
_STREETS = "RS"
#: Little words between a generic noun and its name.
_LINKS = 3
#: Places looked up of a span that is known to be a name.
_READINGS = 5000


class SpotMaker:
    """Makes the spots of one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.keys = reading.keys
        self.cues = reading.cues

    def spot(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        trim: int,
        kind: SpotKind,
        options: tuple[Option, ...],
    ) -> Spot:
        """The spot of tokens ``[first, last)`` without the last ``trim`` code points."""
        reading = self.reading
        spot = Spot(
            first, last, reading.starts[first], reading.ends[last - 1] - trim, sentence.index,
            kind, options,
        )  # fmt: skip
        if kind != "name":
            spot.countries = tuple(dict.fromkeys(o.country for o in options if o.country))
        self._find_head(sentence, spot)
        return spot

    def known(self, sentence: Sentence, hit: NameHit, options: tuple[Option, ...]) -> Spot:
        """The spot of a name of the gazetteer, of the kind that its options make likeliest."""
        places = places_of(options)
        organisations = tuple(o for o in options if o.place.feature_class == "O")
        kind: SpotKind = "name"
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        if not organisations and demonyms and _in_german_only(demonyms, places):
            kind, places = "demonym", demonyms
        elif not places or (organisations and places[0].prominence < KNOWN_PLACE):
            kind = "organisation" if organisations else "demonym"
            places = organisations or options
        spot = self.spot(sentence, hit.first_token, hit.last_token, hit.trim, kind, places)
        if kind == "name" and self._is_street(spot):
            spot.options = tuple(o for o in places if o.place.feature_class in _STREETS)
        return spot

    def unknown(self, sentence: Sentence, first: int, last: int, hits: Sequence[Hit]) -> Spot:
        """The spot of a name that the gazetteer does not hold, with the places inside it."""
        word = self.reading.words[last - 1].casefold()
        trim = next((len(p) for p in self.cues.possessives if word.endswith(p)), 0)
        spot = self.spot(sentence, first, last, trim, "name", ())
        spot.options = self.inside(first, last, hits, spot.head)
        spot.approximate = bool(spot.options)
        return spot

    def inside(self, first: int, last: int, hits: Sequence[Hit], head: str) -> tuple[Option, ...]:
        """Places of a known name at either end of an unknown one ("Baghdad airport", "port de X").

        Beside generic nouns alone any place will do, beside other words a town people know. Streets
        are called after places they do not lie in, also where the noun stands before (``head``).
        """
        keys, cues = self.keys, self.cues
        if head in cues.streets:
            return ()
        for hit, known in sorted(hits, key=lambda h: -h[0].last_token):
            options = tuple(option for option in places_of(known) if not option.far_name)
            if not options or not (hit.first_token == first or hit.last_token == last):
                continue
            rest = [
                keys[at]
                for at in range(first, last)
                if not hit.first_token <= at < hit.last_token and keys[at] not in cues.connectors
            ]
            groups = {cues.head.get(key, "") for key in rest}
            if not rest or not groups.isdisjoint(_OWN_NAMES) or self._is_common(hit):
                continue
            if "" not in groups:
                return options
            if (
                options[0].prominence >= _INSIDE
                and cues.head.get(head, "") not in _OWN_NAMES
                and cues.streets.isdisjoint(rest)
            ):
                return options
        return ()

    def given(self, span: Span) -> Spot:
        """The spot of a span that is known to be a place's name."""
        reading = self.reading
        first = max(0, bisect.bisect_right(reading.starts, span.start) - 1)
        last = max(first + 1, bisect.bisect_left(reading.starts, span.end))
        text = reading.segmented.text[span.start : span.end]
        options = tuple(option_of(m) for m in reading.gazetteer.lookup(text, limit=_READINGS))
        places = places_of(options)
        demonyms = self.of_language(tuple(o for o in options if o.match.kind == "demonym"))
        approximate = False
        kind: SpotKind = "name"
        if demonyms and people_are_meant(demonyms, places):
            kind, places = "demonym", demonyms
        elif not places:
            hits = reading.gazetteer.scan(reading.segmented.tokens, first, last)
            known = [(hit, reading.reader.options(hit, hit.name_ids)) for hit in hits]
            places = self.inside(first, last, known, "")
            approximate = bool(places)
        sentences = reading.segmented.sentences
        number = bisect.bisect_right(sentences, first, key=lambda s: s.first_token) - 1
        sentence = sentences[max(0, number)]
        spot = Spot(first, last, span.start, span.end, sentence.index, kind, places)
        spot.approximate = approximate
        self._find_head(sentence, spot)
        return spot

    def _is_common(self, hit: NameHit) -> bool:
        """True for a generic noun that is also the name of some village ("University", "Rue"), and
        for a short word."""
        key, cues = self.keys[hit.first_token], self.cues
        return hit.last_token - hit.first_token == 1 and (
            len(key) < _SHORT or key in cues.head or key in cues.opening or key in cues.closing
        )

    def _find_head(self, sentence: Sentence, spot: Spot) -> None:
        """The generic noun before ("ville de X", "Lake X") or behind ("X region")."""
        keys, head, low = self.keys, self.cues.head, sentence.first_token
        at = spot.first - 1
        while at >= low and at >= spot.first - _LINKS and keys[at] in self.cues.linking:
            at -= 1
        while low <= at < spot.first - 1 and keys[at] in self.cues.qualifying:
            at -= 1
        if at > low and keys[at] in head and keys[at - 1] in head and not self.cues.head_behind:
            at -= 1  # "la région centrale de Mopti": the adjective is a noun elsewhere
        if at >= low and keys[at] in head:
            spot.head, spot.group = keys[at], head[keys[at]]
        elif self.cues.head_behind and spot.last < sentence.last_token:
            behind = keys[spot.last]
            for ending in self.cues.possessives:  # "Niger state's Borgu area"
                behind = behind.removesuffix(ending)
            if behind in head:
                spot.head, spot.group = behind, head[behind]

    def _is_street(self, spot: Spot) -> bool:
        """True for "rue de Trévise": streets are called after places they do not lie in. "la place de
        Paris" is a place in a row, "sur la place de la Bastille" one of the town's."""
        if spot.head not in self.cues.called_streets or not spot.first:
            return False
        keys, at = self.keys, spot.first - 1
        while at > 0 and keys[at] != spot.head:
            at -= 1
        article = at > 0 and keys[at - 1] in self.cues.articles
        return not article or spot.head not in self.cues.articled_streets or keys[at - 2] == "sur"

    def is_patron(self, spot: Spot) -> bool:
        """True for "la basilique Notre-Dame de Nice": whom a building is dedicated to, not a town."""
        at = spot.first
        return (
            at > 0
            and self.keys[at - 1] in self.cues.dedicated
            and self.keys[at] in self.cues.patrons
            and not spot.approximate  # "Notre-Dame de Reims": in Reims
            and not any(o.place.feature_class == "S" for o in spot.options)
        )

    def of_language(self, demonyms: tuple[Option, ...]) -> tuple[Option, ...]:
        """Demonyms of the text's language: "Lombard" is a town in an English text."""
        lang = self.cues.lang
        return tuple(
            o
            for o in demonyms
            if o.match.lang in {None, "", lang}
            or any(
                n.kind == "demonym" and n.lang == lang and fold(n.matched) == fold(o.match.matched)
                for n in self.reading.gazetteer.names(o.place.id)
            )
        )


def is_compound(reading: Reading, first: int, last: int) -> bool:
    """True for "Saint-Nicolas-de-Port": a small word between two hyphens makes the name of a town."""
    words = reading.words
    return any(
        words[at - 1] == "-" == words[at + 1] and words[at].islower()
        for at in range(first + 2, last - 2)
    )


def _in_german_only(demonyms: tuple[Option, ...], places: tuple[Option, ...]) -> bool:
    """Whether what names people here names only their own country, in a language not read
    ("Italien", "Syrien")."""
    theirs = {o.place.id for o in demonyms}
    return all(o.far_name > 0 and o.place.id in theirs for o in places)


def people_are_meant(demonyms: tuple[Option, ...], places: tuple[Option, ...]) -> bool:
    """Whether a word that names people and places means people: not when a town bears the name of
    the people of a mere region ("Lombard", "Norman")."""
    if not places:
        return True
    return (places[0].prominence < KNOWN_PLACE or places[0].far_name > 0) and demonyms[
        0
    ].prominence >= COUNTRY
