"""Which words are names of places: the tagger's reading of the zones, the gazetteer, and both agreed."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from geomap.gazetteer.scan import NameHit
from geomap.language.fold import fold
from geomap.model.text import Sentence, Span
from geomap.places.clues import clues_of
from geomap.places.context import contains
from geomap.places.spots import Option, Spot, SpotKind, option_of
from geomap.places.tagger import open_tagger
from geomap.places.zones import Reading, Zone

#: A country by its own name is a place unless the tagger is sure that it is none.
_COUNTRY = 80.0
#: Letters of the initials of a country at most ("the UAE").
_SHORT_NAME = 4
#: A large town is one behind a preposition that says where.
_LARGE = 28.0
#: A village of a thousand.
_VILLAGE = 6.0
#: Prominence from which a place inside the name of an organisation is a mention of its own.
_NESTED = 27.0
#: A place so sure that the same name elsewhere in the text is one too; one over its being a surname.
_SURE = 0.85
_OVER_SURNAME = 0.97
#: Prominence of an area whose name behind a comma tells that a place stands before it.
_AREA = 55.0
#: Behind a comma a name that the tagger thinks this little of is no member of a list of places.
_LIST_LEAST = 0.3
#: Prominence of a place from which its name is not read as a demonym of another.
_KNOWN_PLACE = 40.0
#: Prominence from which a town is one where the preposition before it holds its article.
_ARTICLED = 18.0
#: Letters of a name that may tell where a longer unknown one is.
_SHORT = 4
#: Groups of generic nouns that stand for a thing of its own: Black Rock Desert is not in Black Rock.
_OWN_NAMES = frozenset({"water", "land"})
#: Prominence from which a place inside an unknown name tells where that is.
_INSIDE = 20.0
Hit = tuple[NameHit, tuple[Option, ...]]


class Recogniser:
    """Finds spots in one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.keys = reading.keys
        self.cues = reading.cues
        self.tagger = open_tagger()
        #: last words of persons named in full
        self.surnames: set[str] = set()

    def spots(self) -> list[Spot]:
        """Spots in text order."""
        found: list[Spot] = []
        for sentence in self.reading.segmented.sentences:
            self._sentence(sentence, found)
        return self._settled(found)

    def _settled(self, found: list[Spot]) -> list[Spot]:
        """What is kept in the light of the whole text: a name that is surely a place somewhere is
        one everywhere, a surname of somebody named in full is none."""
        keys = self.keys
        sure: set[str] = set()
        for spot in found:
            if spot.kind == "name" and spot.nested is None and spot.is_place >= _SURE:
                sure.add(" ".join(keys[spot.first : spot.last]))
        sure -= self.surnames
        self._believe_contained(found, sure)
        self._continue_lists(found)
        kept: list[Spot] = []
        for spot in found:
            if spot.kind == "name":
                key = " ".join(keys[spot.first : spot.last])
                if key not in sure and (
                    spot.is_place < bar_of(spot)
                    or (key in self.surnames and spot.is_place < _OVER_SURNAME)
                ):
                    continue
                self._join_head(spot, kept[-1].last if kept else 0)
            kept.append(spot)
        return kept

    def _join_head(self, spot: Spot, least: int) -> None:
        """Take in the generic noun that belongs to a name ("péninsule de Kola", "mont Hermon")."""
        if spot.nested is not None or spot.head not in self.cues.joined or self.cues.head_behind:
            return
        at = spot.first - 1
        while self.keys[at] in self.cues.linking and at > least:
            at -= 1
        if at >= least and self.keys[at] == spot.head and not self.reading.capital[at]:
            spot.first, spot.start = at, self.reading.starts[at]

    def _believe_contained(self, found: list[Spot], sure: set[str]) -> None:
        """ "PARIS, Texas": what stands before a comma and an area that holds it is a place."""
        for spot, behind in pairwise(found):
            if (
                spot.kind == "name" == behind.kind
                and spot.last + 1 == behind.first
                and self.keys[spot.last] == ","
                and spot.options
                and behind.options
                and behind.options[0].is_area
                and behind.options[0].prominence >= _AREA
                and behind.is_place >= _SURE > spot.is_place
                and any(contains(behind.options[0], option) for option in spot.options)
            ):
                spot.is_place, spot.nested = _SURE, None
                sure.add(" ".join(self.keys[spot.first : spot.last]))

    def _continue_lists(self, found: list[Spot]) -> None:
        """ "entre Marseille et Briançon": what is coordinated with a place is one, if it is known."""
        coordinating, keys = self.cues.coordinating, self.keys
        before: Spot | None = None
        for spot in found:
            if spot.kind != "name" or spot.nested is not None:
                continue
            if (
                before is not None
                and spot.options
                and before.last + 1 == spot.first
                and keys[before.last] in coordinating
                and before.is_place >= bar_of(before)
                and (keys[before.last] != "," or spot.is_place >= _LIST_LEAST)
            ):
                spot.is_place = max(spot.is_place, bar_of(spot))
            before = spot

    def _sentence(self, sentence: Sentence, found: list[Spot]) -> None:
        last = sentence.last_token
        reading, keys, head = self.reading, self.keys, self.cues.head
        capital = reading.capital
        at = sentence.first_token
        while at < last:
            if capital[at]:
                zone = reading.zone_at(at, last)
                found.extend(self._zone(sentence, zone))
                at = zone.last
                continue
            key = keys[at]
            taken = 0
            if key in head:
                taken = self._headed(sentence, at, last, found)
            if not taken and len(key) > 3:
                taken = self._demonym(sentence, at, last, found)
            at = taken or at + 1

    # Zones ------------------------------------------------------------------------------------

    def _zone(self, sentence: Sentence, zone: Zone) -> Iterator[Spot]:
        if not zone.hits and all(
            key in self.cues.function_words for key in self.keys[zone.first : zone.last]
        ):
            return  # "Il", "Le": the capital of a sentence
        tags = self.tagger.tag(clues_of(self.reading, sentence, zone))
        segments = _split(segments_of(tags, zone.first), zone.hits)
        used: set[int] = set()
        spots: list[Spot] = []
        for first, last, kind in segments:
            if kind == "PER" and last - first > 1:
                self.surnames.add(self.keys[last - 1])
            if kind == "LOC":
                spot = self._place(sentence, zone, first, last)
                if spot is not None:
                    spot.is_place = self.tagger.place_probability(
                        first - zone.first, last - zone.first
                    )
                    spots.append(spot)
                    used.update(range(spot.first, spot.last))
        for hit, options in zone.hits:
            if not used.isdisjoint(range(hit.first_token, hit.last_token)):
                continue
            spot = self._left(sentence, hit, options, segments)
            if spot is not None:
                if spot.kind == "name" and spot.nested is None:
                    doubt = self.tagger.place_probability(
                        spot.first - zone.first, min(spot.last, zone.last) - zone.first
                    )
                    spot.is_place = max(spot.is_place, doubt)
                spots.append(spot)
        spots.sort(key=lambda s: s.first)
        for spot in spots:
            if spot.kind == "name" and self._is_addressed(spot, sentence):
                continue
            self._find_whole(spot, zone)
            yield spot

    def _is_addressed(self, spot: Spot, sentence: Sentence) -> bool:
        """True for a name right behind "Mme" or "Mr.": a person's, whatever place bears it too."""
        at = spot.first - 1
        if at > sentence.first_token and self.keys[at] == ".":
            at -= 1
        return (
            at >= sentence.first_token
            and self.reading.capital[at]
            and self.keys[at] in self.cues.courtesy
        )

    def _find_whole(self, spot: Spot, zone: Zone) -> None:
        """Mark a place that opens the name of an office ("Boston Police Department") as inside it."""
        closing, opening = self.cues.closing, self.cues.opening
        end = spot.last
        while (
            end < zone.last
            and self.reading.capital[end]
            and (self.keys[end] in closing or self.keys[end] in opening)
        ):
            end += 1
        if end > spot.last and spot.nested is None and spot.kind == "name" and spot.options:
            spot.nested = self._span((spot.first, end, "ORG"))
            if spot.options[0].prominence >= _NESTED:
                spot.is_place = 1.0

    def _place(self, sentence: Sentence, zone: Zone, first: int, last: int) -> Spot | None:
        """The spot of a segment that the tagger calls a place."""
        best: Hit | None = None
        for hit, known in zone.hits:
            without = first
            while without < hit.first_token and self.keys[without] in self.cues.articles:
                without += 1
            if hit.first_token <= without and last <= hit.last_token:
                best = (hit, known)
                break
        if best is not None:
            if self._is_channel(*best):
                return self._inside_channel(sentence, best[0])
            return self._known(sentence, *best)
        spot = self._spot(sentence, first, last, 0, "name", ())
        spot.options = self._inside(first, last, zone.hits, spot.head)
        spot.approximate = bool(spot.options)
        return spot

    def _inside(self, first: int, last: int, hits: Sequence[Hit], head: str) -> tuple[Option, ...]:
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

    def _is_common(self, hit: NameHit) -> bool:
        """True for a generic noun that is also the name of some village ("University", "Rue"), and
        for a short word."""
        key, cues = self.keys[hit.first_token], self.cues
        return hit.last_token - hit.first_token == 1 and (
            len(key) < _SHORT or key in cues.head or key in cues.opening or key in cues.closing
        )

    def _known(self, sentence: Sentence, hit: NameHit, options: tuple[Option, ...]) -> Spot:
        places = places_of(options)
        organisations = tuple(o for o in options if o.place.feature_class == "O")
        kind: SpotKind = "name"
        if not places or (organisations and places[0].prominence < _KNOWN_PLACE):
            kind = "organisation" if organisations else "demonym"
            places = organisations or options
        return self._spot(sentence, hit.first_token, hit.last_token, hit.trim, kind, places)

    def _left(
        self,
        sentence: Sentence,
        hit: NameHit,
        options: tuple[Option, ...],
        segments: Sequence[tuple[int, int, str]],
    ) -> Spot | None:
        """The spot of a gazetteer name that the tagger does not call a place; None for most."""
        first, last = hit.first_token, hit.last_token
        around = next((s for s in segments if s[0] < last and first < s[1]), None)
        places = places_of(options)
        organisations = tuple(o for o in options if o.place.feature_class == "O")
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        known = places[0].prominence if places else 0.0
        exact = around is None or (around[0] >= first and around[1] <= last)
        if self._is_channel(hit, options):
            return self._inside_channel(sentence, hit)
        if organisations and exact and known < _KNOWN_PLACE:
            return self._spot(sentence, first, last, hit.trim, "organisation", organisations)
        if demonyms and _are_meant(demonyms, places) and (around is None or around[2] != "PER"):
            spot = self._spot(sentence, first, last, hit.trim, "demonym", demonyms)
            if not exact and around is not None:
                spot.nested = self._span(around)
            return spot
        if not places:
            return None
        spot = self._spot(sentence, first, last, hit.trim, "name", places)
        if around is not None and not exact:
            if around[2] == "PER" or first == around[0] + 1 == around[1] - 1:
                return None
            spot.nested = self._span(around)
            spot.is_place = 1.0 if known >= _NESTED else 0.0
        elif (
            known >= _COUNTRY
            and (not places[0].far_name or last - first > 1 or self._is_initials(sentence, first))
            and (around is None or around[2] != "PER")
        ):
            spot.is_place = 0.9
        elif (
            known >= _LARGE and first == sentence.first_token and last >= sentence.last_token - 1
        ) or (around is None and known >= _LARGE and self._is_told(sentence, first)):
            spot.is_place = 0.8
        elif (
            known >= _KNOWN_PLACE and not places[0].far_name and self._is_linked(sentence, first)
        ) or (known >= _ARTICLED and self._is_articled(sentence, first, places[0])):
            spot.is_place = 0.7
        elif self.reading.shouted(sentence) and self._is_linked(sentence, first):
            spot.is_place = 0.7 if known >= _VILLAGE else 0.0
        else:
            spot.is_place = 0.0
        return spot

    def _is_channel(self, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """True for the name of a medium, a network or a firm ("France 3")."""
        key = " ".join(self.keys[hit.first_token : hit.last_token])
        return key in self.cues.channels and any(o.place.feature_class == "O" for o in options)

    def _inside_channel(self, sentence: Sentence, hit: NameHit) -> Spot | None:
        """The country in the name of a medium or firm ("France Info"); None when there is none."""
        first, last = hit.first_token, hit.last_token
        if last - first < 2:
            return None
        options = self.reading.reader.spelt(self.reading.words[first])
        if not options or options[0].prominence < _COUNTRY:
            return None
        spot = self._spot(sentence, first, first + 1, 0, "name", places_of(options))
        spot.nested = self._span((first, last, "ORG"))
        return spot

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
            and 1 < len(word) <= _SHORT_NAME
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

    def _span(self, segment: tuple[int, int, str]) -> tuple[int, int]:
        return self.reading.starts[segment[0]], self.reading.ends[segment[1] - 1]

    # Lower case -------------------------------------------------------------------------------

    def _headed(self, sentence: Sentence, at: int, last: int, found: list[Spot]) -> int:
        """A name that begins with a generic noun in lower case ("mer Noire"); 0 if none.

        The noun is part of the mention where it belongs to the name ("bande de Gaza"), not where it
        only says what kind of place is meant ("région de Tillabéri"). A name that the gazetteer
        itself writes without a capital needs none ("zone des trois frontières").
        """
        capital = self.reading.capital
        ahead = at + 1
        while ahead < last and ahead < at + 5 and not capital[ahead]:
            ahead += 1
        named = ahead < last and ahead < at + 5
        reading = self.reading
        for hit in reading.gazetteer.scan(reading.segmented.tokens, at, min(last, ahead + 5)):
            if hit.first_token != at or (named and hit.last_token <= ahead):
                return 0
            options = places_of(reading.reader.options(hit, hit.name_ids))
            if not options or not (named or _is_written_small(hit, options)):
                return 0
            first = at
            if named and self.keys[at] not in self.cues.joined and not self.cues.head_behind:
                first = ahead if self._is_whole(ahead, hit, options) else at
            found.append(self._spot(sentence, first, hit.last_token, hit.trim, "name", options))
            return hit.last_token
        return 0

    def _is_whole(self, first: int, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """Whether the rest of a name behind its noun is a name too: Tillabéri, but not Jaune."""
        reading = self.reading
        text = reading.segmented.text[reading.starts[first] : reading.ends[hit.last_token - 1]]
        meant = {option.place.id for option in options}
        return any(
            o.place.id in meant or o.prominence >= options[0].prominence
            for o in places_of(reading.reader.spelt(text))
        )

    def _demonym(self, sentence: Sentence, at: int, last: int, found: list[Spot]) -> int:
        reading = self.reading
        keys, starts, ends = self.keys, reading.starts, reading.ends
        limit = at + 1
        while limit + 1 < last and keys[limit] == "-" and starts[limit] == ends[limit - 1]:
            limit += 2
        demonyms = reading.demonyms(at, limit)
        if demonyms:
            first, last_token, trim, options = demonyms
            found.append(self._spot(sentence, first, last_token, trim, "demonym", options))
            return last_token
        prefix = self.cues.demonym_prefixes.get(keys[at])
        if prefix is None or limit != at + 3:
            return 0
        demonyms = reading.demonyms(at + 2, limit)
        if not demonyms:
            return 0
        spot = self._spot(sentence, at, limit, demonyms[2], "demonym", demonyms[3])
        spot.countries = tuple(dict.fromkeys((prefix, *spot.countries)))
        found.append(spot)
        return limit

    # Spots ------------------------------------------------------------------------------------

    def _spot(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        trim: int,
        kind: SpotKind,
        options: tuple[Option, ...],
    ) -> Spot:
        reading = self.reading
        spot = Spot(
            first, last, reading.starts[first], reading.ends[last - 1] - trim, sentence.index,
            kind, options,
        )  # fmt: skip
        if kind != "name":
            spot.countries = tuple(dict.fromkeys(o.country for o in options if o.country))
        self._find_head(sentence, spot)
        return spot

    def _find_head(self, sentence: Sentence, spot: Spot) -> None:
        """The generic noun before ("ville de X", "Lake X") or behind ("X region")."""
        keys, head = self.keys, self.cues.head
        at = spot.first - 1
        while at >= sentence.first_token and at >= spot.first - 3 and keys[at] in self.cues.linking:
            at -= 1
        if at >= sentence.first_token and keys[at] in head:
            spot.head, spot.group = keys[at], head[keys[at]]
        elif self.cues.head_behind and spot.last < sentence.last_token and keys[spot.last] in head:
            spot.head, spot.group = keys[spot.last], head[keys[spot.last]]

    def given(self, span: Span) -> Spot:
        """The spot of a span that is known to be a place's name."""
        reading = self.reading
        first = max(0, bisect.bisect_right(reading.starts, span.start) - 1)
        last = max(first + 1, bisect.bisect_left(reading.starts, span.end))
        text = reading.segmented.text[span.start : span.end]
        options = tuple(option_of(m) for m in reading.gazetteer.lookup(text, limit=5000))
        places = places_of(options)
        demonyms = self._of_language(tuple(o for o in options if o.match.kind == "demonym"))
        approximate = False
        kind: SpotKind = "name"
        if demonyms and _are_meant(demonyms, places):
            kind, places = "demonym", demonyms
        elif not places:
            hits = reading.gazetteer.scan(reading.segmented.tokens, first, last)
            known = [(hit, reading.reader.options(hit, hit.name_ids)) for hit in hits]
            places = self._inside(first, last, known, "")
            approximate = bool(places)
        sentences = reading.segmented.sentences
        number = bisect.bisect_right(sentences, first, key=lambda s: s.first_token) - 1
        sentence = sentences[max(0, number)]
        spot = Spot(first, last, span.start, span.end, sentence.index, kind, places)
        spot.approximate = approximate
        self._find_head(sentence, spot)
        return spot

    def _of_language(self, demonyms: tuple[Option, ...]) -> tuple[Option, ...]:
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


def _are_meant(demonyms: tuple[Option, ...], places: tuple[Option, ...]) -> bool:
    """Whether a word that names people and places means people: not when a town bears the name of
    the people of a mere region ("Lombard", "Norman")."""
    if not places:
        return True
    return places[0].prominence < _KNOWN_PLACE and demonyms[0].prominence >= _COUNTRY


def places_of(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options that are places: no demonyms, no organisations."""
    if not any(o.match.kind == "demonym" or o.place.feature_class == "O" for o in options):
        return options
    return tuple(o for o in options if o.match.kind != "demonym" and o.place.feature_class != "O")


def _is_written_small(hit: NameHit, options: tuple[Option, ...]) -> bool:
    """True for a name of several words that the gazetteer writes without any capital."""
    return hit.last_token - hit.first_token > 2 and any(o.match.matched.islower() for o in options)


def segments_of(tags: Sequence[str], first: int) -> list[tuple[int, int, str]]:
    """Runs of one kind in BIO tags, as token ranges."""
    segments: list[tuple[int, int, str]] = []
    for at, label in enumerate(tags, first):
        kind = label[2:]
        if label[0] == "I" and segments and segments[-1][1] == at:
            segments[-1] = (segments[-1][0], at + 1, segments[-1][2])
        elif label != "O":
            segments.append((at, at + 1, kind))
    return segments


def _split(segments: list[tuple[int, int, str]], hits: Sequence[Hit]) -> list[tuple[int, int, str]]:
    """Segments cut behind a possessive: "Nigeria's Kaduna" is two places."""
    ends = {hit.last_token for hit, _ in hits if hit.trim}
    if not ends:
        return segments
    cut: list[tuple[int, int, str]] = []
    for first, last, kind in segments:
        for end in sorted(e for e in ends if first < e < last) if kind == "LOC" else ():
            cut.append((first, end, kind))
            first = end
        cut.append((first, last, kind))
    return cut


#: How sure the tagger must be, by prominence of the best place of the name: chosen so that about
#: every second name just above is a place (LGL, GeoVirus, WikiNEuRal, November 2026).
_BARS = ((80.0, 0.3), (35.0, 0.4), (27.0, 0.5), (18.0, 0.6), (0.0, 0.7))
_BAR_UNKNOWN = 0.85
_BAR_UNKNOWN_LONG = 0.93


def bar_of(spot: Spot) -> float:
    """How sure the tagger must be of a name to be believed: less of places people know."""
    if not spot.options:
        return _BAR_UNKNOWN if spot.last - spot.first == 1 else _BAR_UNKNOWN_LONG
    best = spot.options[0].prominence
    return next(bar for least, bar in _BARS if best >= least)
