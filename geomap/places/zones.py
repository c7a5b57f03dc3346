"""Zones: runs of capitals with the little words between them, where names can be.

Everything the recogniser and the tagger look at is computed here, once a document, as parallel
lists; most of a text is never looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.scan import NameHit
from geomap.language.load import load
from geomap.model.text import SegmentedText, Sentence
from geomap.places.cues import Cues, cues_of
from geomap.places.natures import is_district_said, natures_of
from geomap.places.spots import Option, OptionReader, option_reader

#: Tokens behind the last capital that a name may still take ("Emirats arabes unis").
_TAIL = 6
#: A name of so many words is taken however its words are capitalised.
_LONG_NAME = 4
#: Prominence of a country, whose abbreviation may be a little word in capitals.
_STATE = 80.0
#: A sentence with more capitals than this share of its words does not tell names by capitals.
_SHOUTED = 0.6
_WORDS, _LOUD = 3, 2
#: Letters of a name that may be initials.
_SHORT = 4
#: The sixteen winds in letters, French and English.
_WIND = re.compile("[NS]|[EWO]|N?N[EWO]|S?S[EWO]|[EWO][NS][EWO]")
Hit = tuple[NameHit, tuple[Option, ...]]
#: How much better known a place must be to be meant by a name behind another place's article.
_BETTER = 15.0
#: A town so small is not written with a small article of its own ("la Vuelta" is the race).
_WITH_ARTICLE = 18.0


@dataclass(slots=True)
class Zone:
    """Tokens ``[first, last)`` and the gazetteer's longest names in them, left to right."""

    first: int
    last: int
    hits: list[Hit]


class Reading:
    """One document, ready to be looked at."""

    def __init__(self, segmented: SegmentedText, gazetteer: Gazetteer) -> None:
        self.segmented = segmented
        self.gazetteer = gazetteer
        self.cues: Cues = cues_of(segmented.lang)
        self.reader: OptionReader = option_reader(gazetteer)
        tokens = segmented.tokens
        self.words: Sequence[str] = tokens.words
        self.keys: Sequence[str] = tokens.keys
        self.starts: Sequence[int] = tokens.starts
        self.ends: Sequence[int] = tokens.ends
        self._natures = natures_of(segmented.lang)
        self._shouted: dict[int, bool] = {}
        #: subjects of sentences already looked at, by index
        self.topics: dict[int, tuple[str, ...]] = {}
        #: words that may stand before a name with a capital without being part of it
        self.little = self.cues.function_words | self.cues.articles | self.cues.locative
        #: words that hold a name's article when they stand before it
        self.articled = self.cues.articles | frozenset(gazetteer.index.rules.contractions)
        self.capital: list[bool] = [word[0].isupper() for word in tokens.words]
        #: tokens that begin a sentence
        self._openings = {sentence.first_token for sentence in segmented.sentences}
        self._winds_are_small(segmented.lang)

    def _winds_are_small(self, lang: str) -> None:
        """ "8 km NNW of Cobb": a wind behind a distance begins no name."""
        units = load(lang, "expressions")["units"]
        for at in range(1, len(self.words)):
            if self.capital[at] and self.keys[at - 1] in units and _WIND.fullmatch(self.words[at]):
                self.capital[at] = False

    def zones(self, sentence: Sentence) -> Iterator[Zone]:
        """The zones of a sentence, left to right."""
        at, last = sentence.first_token, sentence.last_token
        capital = self.capital
        while at < last:
            if not capital[at]:
                at += 1
                continue
            zone = self.zone_at(at, last)
            yield zone
            at = zone.last

    def zone_at(self, at: int, last: int) -> Zone:
        """The zone that begins with the capital at ``at``."""
        end = self._end(at, last)
        zone = Zone(at, end, [])
        capital, reader = self.capital, self.reader
        for hit in self._hits(at, end, min(last, end + _TAIL)):
            if hit.first_token >= zone.last:
                break
            if not capital[hit.first_token]:
                # "et la Moselle": the name without the article of another that is written with one.
                ahead = hit.first_token + 1
                inside = self.gazetteer.scan(self.segmented.tokens, ahead, hit.last_token)
                if not inside or not capital[ahead] or inside[0].first_token != ahead:
                    continue
                hit = inside[0]
            options = self.as_written(hit, reader.options(hit, hit.name_ids))
            if hit.last_token > end and not (options and self.spelt_so(hit, options)):
                # "Washington state" is written with a small letter: what is left is "Washington".
                inside = self.gazetteer.scan(self.segmented.tokens, hit.first_token, end)
                if not inside or inside[0].first_token != hit.first_token:
                    continue
                hit = inside[0]
                options = self.as_written(hit, reader.options(hit, hit.name_ids))
            if not options or self._is_begun(hit, options):
                continue
            zone.last = max(zone.last, hit.last_token)
            zone.hits.append((self._without_article(hit, options), options))
        self._initials(zone)
        self._abbreviations(zone)
        if not zone.hits and self.keys[zone.first] in self._natures.sides:
            self._sides(zone)
        return zone

    def _sides(self, zone: Zone) -> None:
        """A district called after a side of the sky where it can be nothing else ("les pompiers du
        Nord", "Lille (Nord)"); scanning leaves such words out."""
        first, last = zone.first, zone.last
        if last - first > 1 or not is_district_said(self.keys, first, last, self._natures):
            return
        options = tuple(
            o for o in self.reader.spelt(self.words[first]) if o.place.feature_class == "A"
        )
        if options:
            zone.hits.append((NameHit(first, last, ()), options))

    def _hits(self, first: int, end: int, last: int) -> list[NameHit]:
        """The gazetteer's names that begin in tokens ``[first, end)`` and end before ``last``. A little
        word with a capital gives way to a longer name behind it: "The West Bank" is not "The West",
        "À La Réunion" is not "A la"."""
        scan, tokens = self.gazetteer.scan, self.segmented.tokens
        hits = self._with_articled(scan(tokens, first, last, before=end), first, last)
        if hits and first in self._openings and self.keys[first] in self.cues.articles:
            hits = self._opened(hits, first)
        for number, hit in enumerate(hits):
            if hit.last_token > hit.first_token + 1 and self.keys[hit.first_token] in self.little:
                behind = scan(tokens, hit.first_token + 1, last, before=max(end, hit.last_token))
                if (
                    behind
                    and hit.last_token > behind[0].first_token
                    and behind[0].last_token > hit.last_token
                ):
                    return [*hits[:number], *behind]
        return hits

    def _opened(self, hits: list[NameHit], first: int) -> list[NameHit]:
        """ "La Marne déborde": the article that opens a sentence belongs to the village of La Marne only
        where nothing better known is called by the rest."""
        whole = hits[0]
        if whole.first_token != first or whole.last_token < first + 2:
            return hits
        bare = self.gazetteer.scan(self.segmented.tokens, first + 1, whole.last_token)
        if not bare or (bare[0].first_token, bare[0].last_token) != (first + 1, whole.last_token):
            return hits
        known = self.reader.options(whole, whole.name_ids)
        without = self.reader.options(bare[0], bare[0].name_ids)
        if not without or (known and without[0].prominence <= known[0].prominence + _BETTER):
            return hits
        return [bare[0], *hits[1:]]

    def _with_articled(self, hits: list[NameHit], first: int, last: int) -> list[NameHit]:
        """ "au Mans", "la Rochelle": the name whose article stands small before the zone, where it goes
        further than the name without, or is better known."""
        if not first or self.capital[first - 1] or self.keys[first - 1] not in self.articled:
            return hits
        whole = self.gazetteer.behind_article(self.segmented.tokens, first, last)
        if whole is None:
            return hits
        options = self.reader.options(whole, whole.name_ids)
        known = options[0].prominence if options else 0.0
        if self.keys[first - 1] in self.cues.articles and known < _WITH_ARTICLE:
            return hits
        bare = hits[0] if hits and hits[0].first_token == first else None
        if bare is not None and bare.last_token > whole.last_token:
            return hits
        if bare is not None and bare.last_token == whole.last_token:
            without = self.reader.options(bare, bare.name_ids)
            if without and without[0].prominence > known + _BETTER:
                return hits
            # "la Manche" is the sea by its whole name, and the district that is called Manche
            ids = tuple(dict.fromkeys((*whole.name_ids, *bare.name_ids)))
            whole = whole._replace(name_ids=ids)
        return [whole, *(hit for hit in hits if hit.first_token >= whole.last_token)]

    def _without_article(self, hit: NameHit, options: tuple[Option, ...]) -> NameHit:
        """ "The US" without its article; a name that is written with it keeps it ("La Réunion")."""
        if (
            hit.last_token - hit.first_token > 1
            and self.keys[hit.first_token] in self.cues.articles
            and options[0].place.feature_class != "P"
            and not options[0].match.matched[0].isupper()
        ):
            return NameHit(hit.first_token + 1, hit.last_token, hit.name_ids, hit.trim, hit.flags)
        return hit

    def _initials(self, zone: Zone) -> None:
        """Runs of initials that are a name ("U.S.", "N.Y."), which scanning leaves out."""
        keys, at = self.keys, zone.first
        while at < zone.last:
            end = at
            while end + 1 < zone.last and len(keys[end]) == 1 and keys[end + 1] == ".":
                end += 2
            if end - at >= 4 and not any(h.first_token <= at < h.last_token for h, _ in zone.hits):
                text = self.segmented.text[self.starts[at] : self.ends[end - 1]]
                options = self.reader.spelt(text)
                if options:
                    zone.hits.append((NameHit(at, end, ()), options))
                    zone.hits.sort(key=lambda item: item[0].first_token)
            at = max(end, at + 1)

    def _abbreviations(self, zone: Zone) -> None:
        """Countries in two or three capitals that are also little words ("US"), which scanning
        leaves out."""
        if len(zone.hits) == zone.last - zone.first:
            return
        for at in range(zone.first, zone.last):
            word = self.words[at]
            if not (1 < len(word) < 4 and word.isupper()):
                continue
            if any(h.first_token <= at < h.last_token for h, _ in zone.hits):
                continue
            options = self.reader.spelt(word)
            if (
                options
                and options[0].prominence >= _STATE
                and options[0].match.matched.replace(".", "") == word
            ):
                zone.hits.append((NameHit(at, at + 1, ()), options))
                zone.hits.sort(key=lambda item: item[0].first_token)

    def as_written(self, hit: NameHit, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Options without the abbreviations that the text does not write in capitals ("Un", "Us"), and
        without the villages whose name it writes as initials ("CHU")."""
        word = self.words[hit.first_token]
        if hit.last_token - hit.first_token == 1 and "'" in self.keys[hit.first_token]:
            # "I'll" is not Ill.
            options = tuple(o for o in options if len(o.match.matched.strip(".")) >= _SHORT)
        if hit.last_token - hit.first_token > 1 or len(word) > _SHORT:
            return options
        if word.isupper():
            if not 1 < len(word) < _SHORT or hit.first_token in self._openings:
                return options
            return tuple(o for o in options if o.match.matched.isupper())
        key = (hit.name_ids, word)
        known = self.reader.written.get(key)
        if known is None:
            known = self.reader.written[key] = tuple(
                o for o in options if not o.match.matched.isupper() or self._has_name(o, word)
            )
        return known

    def _is_begun(self, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """True for words whose one capital is that of the sentence: "Vingt-sept blessés"."""
        inner = range(hit.first_token + 1, hit.last_token)
        return (
            hit.first_token in self._openings
            and any(self.words[at][0].islower() for at in inner)
            and not self.spelt_so(hit, options)
        )

    def _has_name(self, option: Option, word: str) -> bool:
        return any(m.matched == word for m in self.gazetteer.names(option.place.id))

    def spelt_so(self, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """True when one of the names is written with small letters where the text has them."""
        if hit.last_token - hit.first_token >= _LONG_NAME:
            return True
        low = [not self.capital[at] for at in range(hit.first_token, hit.last_token)]
        for option in options:
            parts = option.match.matched.replace("-", " - ").split()
            if len(parts) == len(low) and all(
                not small or not part[0].isupper() for small, part in zip(low, parts, strict=True)
            ):
                return True
        return False

    def _end(self, at: int, last: int) -> int:
        capital, keys, starts, ends = self.capital, self.keys, self.starts, self.ends
        connectors = self.cues.connectors
        end = at + 1
        while end < last:
            key = keys[end]
            if capital[end]:
                if starts[end] - ends[end - 1] > 1:
                    break
                end += 1
            elif key == "-" and ends[end - 1] == starts[end]:
                if end + 1 >= last or ends[end] != starts[end + 1] or keys[end + 1] == "-":
                    break
                end += 2
            elif key == ".":
                initial = len(keys[end - 1]) == 1 and ends[end - 1] == starts[end]
                run = initial and end - 2 >= at and keys[end - 2] == "."
                if not initial or not (run or (end + 1 < last and capital[end + 1])):
                    break
                end += 1
            elif key in connectors:
                ahead = end + 1
                while ahead < last and ahead < end + 3 and keys[ahead] in connectors:
                    ahead += 1
                if ahead >= last or not capital[ahead]:
                    break
                end = ahead + 1
            else:
                break
        return min(end, last)

    def shouted(self, sentence: Sentence) -> bool:
        """True when a sentence is written in capitals, so that they tell nothing."""
        known = self._shouted.get(sentence.index)
        if known is None:
            first, last = sentence.first_token, sentence.last_token
            words = self.words[first:last]
            loud = sum(
                len(word) > 1 and word.isupper()
                for word in compress(words, self.capital[first:last])
            )
            known = False
            if loud >= _LOUD:
                number = sum(1 for word in words if word[0].isalpha())
                known = number >= _WORDS and loud >= _SHOUTED * number
            self._shouted[sentence.index] = known
        return known

    def demonyms(self, first: int, last: int) -> tuple[int, int, int, tuple[Option, ...]] | None:
        """A demonym in lower case that begins at ``first``: tokens, trim, options; None if none.

        A compound is one ("nord-coréen", "israélo-arabe") when its last part is a demonym.
        """
        known = self.reader.demonyms
        key = self.keys[first]
        found = known.get(key)
        if found is None:
            found = known[key] = self._demonym_options(first, first + 1)
        if last == first + 1:
            return (first, last, 0, found) if found else None
        whole = self._demonym_options(first, last)
        if whole:
            return first, last, 0, whole
        if found:
            return first, first + 1, 0, found
        return None

    def _demonym_options(self, first: int, last: int) -> tuple[Option, ...]:
        for hit in self.gazetteer.scan(self.segmented.tokens, first, last):
            if hit.first_token == first and hit.last_token == last:
                options = self.reader.options(hit, hit.name_ids)
                return tuple(o for o in options if o.match.kind == "demonym")
        return ()
