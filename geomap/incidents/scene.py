"""Where a paragraph takes place: "A Rennes, quelque 1.800 jeunes … Un magasin a été pillé."

A sentence that opens with a place and a comma moves the story there. What the next sentences of its
paragraph tell without a place of their own happened in it, not where the event before them did.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import HARMFUL
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.nearness import breadth
from geomap.incidents.sites import Sited
from geomap.incidents.told import HARM, Told
from geomap.model.place import Mention

#: Words before the name that opens a sentence ("dans la ville de X").
OPENING = 4
#: A verb of saying this near behind it: somebody speaks there ("A Paris, le ministre a estimé").
SPEAKING = 8
#: A province is too much to be drawn for what happened somewhere in it.
WIDEST = 1
#: What happens in the place of its paragraph.
PLACED = HARMFUL | {"arrest_or_crackdown", HARM}


class Scene:
    """The place of the paragraph that is being read."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex
        self._paragraph = -1
        self._place: Mention | None = None

    def enter(self, reading: Reading, said: Sequence[tuple[int, int]]) -> None:
        """Read how a sentence opens; call it before what the sentence tells is placed."""
        if reading.sentence.paragraph != self._paragraph:
            self._paragraph, self._place = reading.sentence.paragraph, None
        place = self._opening(reading, said)
        if place is not None:
            self._place = place

    def put(self, one: Told) -> None:
        """Give a telling without a place the place of its paragraph, unless it goes back."""
        draft = one.draft
        back = draft.kind == "noun" and draft.definite
        happens_here = draft.type in PLACED and not draft.frame.siteless and not draft.pluperfect
        if one.site is None and self._place is not None and happens_here:
            one.site = None if back or draft.anaphoric else Sited(self._place)

    def _opening(self, reading: Reading, said: Sequence[tuple[int, int]]) -> Mention | None:
        keys, low = reading.keys, reading.low
        if keys[low] not in self.lex.words["prepositions"]:
            return None
        for first, last, mention in reading.mentions:
            if first > low + OPENING or mention.kind != "name" or mention.role != "site":
                return None
            if (
                mention.extent is None
                or mention.extent.kind != "point"
                or breadth(mention) > WIDEST
            ):
                return None
            if last >= reading.top or keys[last] != "," or "," in keys[low:first]:
                return None
            speaks = any(last <= at <= last + SPEAKING for at, _ in said)
            quoted = any(key in {'"', "«", "“"} for key in keys[last : last + SPEAKING])
            return None if speaks and not quoted else mention
        return None
