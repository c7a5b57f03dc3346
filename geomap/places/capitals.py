"""Zones of capitals: what the tagger calls a place, and what the gazetteer knows beside that."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.gazetteer.scan import NameHit
from geomap.language.fold import fold
from geomap.model.text import Sentence
from geomap.places.clues import clues_of
from geomap.places.cues import first_names, surnames
from geomap.places.natures import has_district, is_district_said, natures_of
from geomap.places.nouns import NounReader
from geomap.places.segments import Segment, cut_possessives, segments_of
from geomap.places.spots import Option, Spot, places_of
from geomap.places.spotting import COUNTRY, KNOWN_PLACE, SpotMaker, is_compound, people_are_meant
from geomap.places.tagger import Tagger
from geomap.places.ways import ends_of_ways
from geomap.places.zones import Zone

#: A large town is a place behind a preposition that says where.
_LARGE = 28.0
#: Prominence from which a town is one where the preposition before it holds its article.
_ARTICLED = 18.0
#: A village of a thousand.
_VILLAGE = 6.0
#: Prominence from which a place inside the name of an organisation is a mention of its own: in its
#: middle, at its beginning (GeoVirus, LGL, TUD-Loc 2013; November 2026), and behind "of"; French has no
#: other way to say where an office is ("l'Ehpad de Lalinde").
_NESTED_MIDDLE, _NESTED_FIRST = 55.0, 27.0
_NESTED_OF = {"fr": 6.0, "en": 27.0}
#: What a name is believed to be a place, for want of the tagger's word: a country by its own name; a
#: large town behind "à"; a known one behind "de".
_SAID_COUNTRY = 0.9
_SAID_WHERE = 0.8
_SAID_BESIDE = 0.7
#: Letters of the initials of a country at most ("the UAE").
_INITIALS = 4
#: Letters of a code: three for a country ("ESP"), a few more for anything else.
_CODE = 3
_CODED = 6
_MONEY = frozenset("$€£¥")
#: What stands behind the place that heads a line; prominence of such a place: a district of 100 000.
_HEADS_A_LINE, _HEADING = frozenset({":", "|"}), 14.0


class CapitalReader:
    """Reads the zones of one document."""

    def __init__(self, maker: SpotMaker, tagger: Tagger) -> None:
        self.maker = maker
        self.reading = maker.reading
        self.keys = maker.keys
        self.cues = maker.cues
        self.tagger = tagger
        self._nouns = NounReader(maker)
        self._natures = natures_of(self.cues.lang)
        #: last words of persons named in full
        self.surnames: set[str] = set()

    def read(
        self, sentence: Sentence, zone: Zone, before: Zone | None, behind: Zone | None
    ) -> list[Spot]:
        """The spots of a zone, in text order; its neighbours in the sentence help the tagger."""
        little = self.cues.function_words
        if not zone.hits and all(key in little for key in self.keys[zone.first : zone.last]):
            return []  # "Il", "Le": the capital of a sentence
        clues = clues_of(self.reading, sentence, zone, before=before, behind=behind)
        tags = self.tagger.tag(clues)
        segments = cut_possessives(segments_of(tags, zone.first), zone.hits)
        ends = ends_of_ways(self.keys, zone, segments)
        segments = [s for s in segments if ends.isdisjoint(range(s[0], s[1]))]
        used: set[int] = set()
        spots: list[Spot] = []
        for first, last, kind in segments:
            if kind == "PER" and last - first > 1:
                self.surnames.add(self.keys[last - 1])
            if kind == "LOC":
                spot = self._place(sentence, zone, first, last)
                if spot is not None:
                    spot.is_place = min(
                        self.tagger.place_probability(first - zone.first, last - zone.first),
                        self._most(spot),
                    )
                    spots.append(spot)
                    used.update(range(spot.first, spot.last))
        for hit, options in zone.hits:
            if not used.isdisjoint(range(hit.first_token, hit.last_token)):
                continue
            spot = self._left(sentence, hit, options, segments)
            if spot is not None:
                if spot.kind == "name" and spot.first in ends:
                    spot.is_place = _SAID_WHERE
                elif spot.kind == "name" and spot.nested is None:
                    said = self.tagger.place_probability(
                        spot.first - zone.first, min(spot.last, zone.last) - zone.first
                    )
                    spot.is_place = min(max(spot.is_place, said), self._most(spot))
                spots.append(spot)
        told = self._nouns.told(sentence, zone, spots, segments)
        self.surnames.difference_update(self.keys[spot.last - 1] for spot in told)
        spots += told
        spots.sort(key=lambda s: s.first)
        for spot in spots:
            self._let_act(spot, sentence)
        return [self._in_whole(spot, zone) for spot in spots if not self._is_none(spot, sentence)]

    # What the tagger calls a place --------------------------------------------------------------

    def _place(self, sentence: Sentence, zone: Zone, first: int, last: int) -> Spot | None:
        for hit, options in zone.hits:
            without = first
            while without < hit.first_token and self.keys[without] in self.cues.articles:
                without += 1
            if hit.first_token <= without and last <= hit.last_token:
                if self._is_channel(hit, options):
                    return self._inside_channel(sentence, hit)
                return self.maker.known(sentence, hit, options)
        return self.maker.unknown(sentence, first, last, zone.hits)

    def _most(self, spot: Spot) -> float:
        """How sure one can be of a name: not at all of a country's code, and not very of letters and
        digits the gazetteer does not know ("H5N1", "WNEM-TV")."""
        if spot.options and not spot.approximate:
            return 0.0 if self._is_code(spot.options[0]) else 1.0
        words = self.reading.words[spot.first : spot.last]
        coded = any(
            any(c.isdigit() for c in word) or (word.isupper() and 1 < len(word) <= _CODED)
            for word in words
        )
        sentence = self.reading.segmented.sentences[spot.sentence]
        return 0.5 if coded and not self.reading.shouted(sentence) else 1.0

    # What the gazetteer knows beside that -------------------------------------------------------

    def _left(
        self,
        sentence: Sentence,
        hit: NameHit,
        options: tuple[Option, ...],
        segments: Sequence[Segment],
    ) -> Spot | None:
        """The spot of a gazetteer name that the tagger does not call a place; None for most."""
        first, last = hit.first_token, hit.last_token
        around = next((s for s in segments if s[0] < last and first < s[1]), None)
        places = places_of(options)
        organisations = tuple(o for o in options if o.place.feature_class == "O")
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        if demonyms and around is not None:  # "Najib Danish" in a French text
            demonyms = self.maker.of_language(demonyms)
        known = places[0].prominence if places else 0.0
        exact = around is None or (around[0] >= first and around[1] <= last)
        if self._is_channel(hit, options):
            return self._inside_channel(sentence, hit)
        if organisations and exact and known < KNOWN_PLACE:
            return self.maker.spot(sentence, first, last, hit.trim, "organisation", organisations)
        if (
            demonyms
            and people_are_meant(demonyms, places)
            and not self._is_person(around, exact, hit)
        ):
            spot = self.maker.spot(sentence, first, last, hit.trim, "demonym", demonyms)
            if not exact and around is not None:
                spot.nested = self._span(around)
            return spot
        if not places:
            return None
        spot = self.maker.spot(sentence, first, last, hit.trim, "name", places)
        if around is not None and around[2] == "PER" and not self._is_country(hit, places):
            if not exact:
                return None
        elif around is not None and not exact and around[2] != "PER":
            if first == around[0] + 1 == around[1] - 1:
                return None
            spot.nested = self._span(around)
            least = self._least_nested(first, around[0])
            spot.is_place = 1.0 if known >= least else 0.0
            return spot
        spot.is_place = self._by_itself(sentence, hit, places, around)
        return spot

    def _by_itself(
        self,
        sentence: Sentence,
        hit: NameHit,
        places: tuple[Option, ...],
        around: Segment | None,
    ) -> float:
        """How far a name is believed by its place and the words beside it."""
        first, last = hit.first_token, hit.last_token
        best = places[0]
        known = best.prominence
        if (
            known >= COUNTRY
            and (not best.far_name or last - first > 1 or self._is_initials(sentence, first))
            and not self._is_code(best)
            and (around is None or around[2] != "PER" or self._is_country(hit, places))
        ):
            return _SAID_COUNTRY
        if self._is_district(sentence, hit, places, around) or (
            is_compound(self.reading, first, last) and not best.far_name
        ):
            return _SAID_WHERE
        # A name that is mostly something else is a place only where the tagger says so, or "à".
        doubtful = bool(hit.flags & NEEDS_CONTEXT)
        opens = first == sentence.first_token
        alone = not doubtful and opens and last >= sentence.last_token - 1
        if (
            opens
            and last < sentence.last_token
            and self._is_heading(first, last, known, named=has_district(places))
        ):
            return _SAID_WHERE
        told = around is None and self._is_told(sentence, first)
        if known >= _LARGE and (alone or told):
            return _SAID_WHERE
        linked = not doubtful and self._is_linked(sentence, first)
        if known >= KNOWN_PLACE and not best.far_name and linked:
            return _SAID_BESIDE
        if known >= _ARTICLED and self._is_articled(sentence, first, best):
            return _SAID_BESIDE
        if self.reading.shouted(sentence) and linked and known >= _VILLAGE:
            return _SAID_BESIDE
        return 0.0

    def _is_country(self, hit: NameHit, places: tuple[Option, ...]) -> bool:
        """True for a country or a large area by its usual name, which no person bears: "Uganda" is
        one whatever the tagger thinks, "Chad" and "Georgia" may be somebody; "Israël" is spelt
        so by nobody but the country."""
        best = places[0]
        if best.prominence < COUNTRY or best.far_name or self._is_code(best):
            return False
        keys = self.keys[hit.first_token : hit.last_token]
        spelt = self.reading.words[hit.first_token]
        return (
            len(keys) > 1
            or not spelt.isascii()
            or not (keys[0] in first_names() or keys[0] in surnames())
        )

    def _is_code(self, option: Option) -> bool:
        """True for a country's code of three letters ("ESP"), but not for initials in use ("RDC")."""
        match = option.match
        return (
            match.kind == "abbrev"
            and len(match.matched) == _CODE
            and match.matched not in self.cues.initials
        )

    def _is_person(self, around: Segment | None, exact: bool, hit: NameHit) -> bool:
        """True for a demonym that is part of somebody's name ("Paul German")."""
        if around is None or around[2] != "PER":
            return False
        key = self.keys[hit.first_token]
        return not exact or key in first_names() or key in surnames()

    def _least_nested(self, first: int, whole: int) -> float:
        if first == whole:
            return _NESTED_FIRST
        if self.keys[first - 1] in self.cues.linking:
            return _NESTED_OF[self.cues.lang]
        return _NESTED_MIDDLE

    # Whole names --------------------------------------------------------------------------------

    def _is_channel(self, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """True for the name of a medium, a network or a firm ("France 3")."""
        key = " ".join(self.keys[hit.first_token : hit.last_token])
        return key in self.cues.channels and any(o.place.feature_class == "O" for o in options)

    def _inside_channel(self, sentence: Sentence, hit: NameHit) -> Spot | None:
        """The country in the name of a medium or firm ("France Info"); None when there is none."""
        first, last = hit.first_token, hit.last_token
        if last - first < 2:
            return None
        options = places_of(self.reading.reader.spelt(self.reading.words[first]))
        if not options or options[0].prominence < COUNTRY:
            return None
        spot = self.maker.spot(sentence, first, first + 1, 0, "name", options)
        spot.nested = self._span((first, last, "ORG"))
        return spot

    def _in_whole(self, spot: Spot, zone: Zone) -> Spot:
        """Mark a place that opens the name of an office ("Boston Police Department") as inside it."""
        if spot.kind != "name":
            return spot
        cues, keys = self.cues, self.keys
        end = spot.last
        while (
            end < zone.last
            and self.reading.capital[end]
            and (keys[end] in cues.closing or keys[end] in cues.opening or keys[end] in cues.teams)
        ):
            end += 1
        if end > spot.last and spot.nested is None and spot.options:
            spot.nested = self._span((spot.first, end, "ORG"))
            if spot.options[0].prominence >= _NESTED_FIRST:
                spot.is_place = 1.0
        return spot

    def _let_act(self, spot: Spot, sentence: Sentence) -> None:
        """Make an organisation of a body of states that nothing is said to be in: the European Union."""
        if (
            spot.kind == "name"
            and spot.nested is None
            and spot.options
            and spot.options[0].place.id in self.cues.bodies
            and not self._is_inside(sentence, spot.first)
        ):
            spot.kind, spot.is_place = "organisation", 1.0

    def _is_inside(self, sentence: Sentence, first: int) -> bool:
        at = first - 1
        while at > sentence.first_token and self.keys[at] in self.cues.articles:
            at -= 1
        return at >= sentence.first_token and self.keys[at] in self.cues.locative

    def _is_none(self, spot: Spot, sentence: Sentence) -> bool:
        """True for a name that the words right beside it make a person, a thing or a sum: "Mme X",
        "West Nile virus", "US$30"; and for days and months."""
        if spot.kind != "name":
            return False
        if self.maker.is_patron(spot):
            return True
        keys, reading, cues = self.keys, self.reading, self.cues
        at = spot.first - 1
        if at > sentence.first_token and keys[at] == ".":
            at -= 1
        if at >= sentence.first_token and reading.capital[at] and keys[at] in cues.courtesy:
            return True
        end = spot.last
        if end < sentence.last_token:
            beside = reading.starts[end] == reading.ends[end - 1]
            if keys[end] in cues.things_behind or (beside and keys[end] in _MONEY):
                return True
        return spot.last - spot.first == 1 and keys[spot.first] in cues.calendar

    def _is_heading(self, first: int, last: int, known: float, *, named: bool) -> bool:
        """True for "Dordogne : un nouvel incendie": where the news is from, before what it is."""
        return (
            self.keys[last] in _HEADS_A_LINE
            and (known >= _HEADING or named)
            and not (last - first == 1 and self.keys[first] in first_names())
        )

    def _is_district(
        self,
        sentence: Sentence,
        hit: NameHit,
        places: tuple[Option, ...],
        around: Segment | None,
    ) -> bool:
        """True for a district where the words before it ask for one ("dans les Landes"), or by a name
        of several words that the tagger takes for a body's ("les gendarmes de la Seine-Maritime")."""
        first, last = hit.first_token, hit.last_token
        person = around is not None and around[2] == "PER"
        if first == sentence.first_token or (person and self.keys[first - 1] != "("):
            return False
        whole = around is not None and (around[0], around[1]) == (first, last)
        return has_district(places) and (
            is_district_said(self.keys, first, last, self._natures) or (whole and last - first > 1)
        )

    def _is_told(self, sentence: Sentence, first: int) -> bool:
        """True behind a preposition that says where."""
        return first > sentence.first_token and self.keys[first - 1] in self.cues.locative

    def _is_articled(self, sentence: Sentence, first: int, option: Option) -> bool:
        """True for "Creusot" in "au Creusot": the preposition holds the article of Le Creusot."""
        key = self.keys[first - 1] if first > sentence.first_token else ""
        return (
            key in self.reading.articled
            and key in self.cues.locative
            and fold(option.match.matched).split(" ")[0] in self.cues.articles
        )

    def _is_initials(self, sentence: Sentence, first: int) -> bool:
        """True for "the UK", "the US": initials of a country behind an article."""
        word = self.reading.words[first]
        return (
            word.isupper()
            and 1 < len(word) <= _INITIALS
            and first > sentence.first_token
            and self.keys[first - 1] in self.cues.articles
            and not self.reading.shouted(sentence)
        )

    def _is_linked(self, sentence: Sentence, first: int) -> bool:
        """True behind any preposition a place can stand behind."""
        if first == sentence.first_token:
            return False
        key = self.keys[first - 1]
        return key in self.cues.locative or key in self.cues.weak_locative

    def _span(self, segment: Segment) -> tuple[int, int]:
        return self.reading.starts[segment[0]], self.reading.ends[segment[1] - 1]
