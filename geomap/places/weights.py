"""The one table of weights of the resolver. Set by hand, informed by measurement.

Nothing here is fitted to a corpus: the development corpora may not train what ships, so they were
only used to compare choices in round numbers (LGL, GeoVirus, TUD-Loc 2013, WikToR; November 2026).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """What each clue adds to the score of a place. Scores are log-odds against one another."""

    #: per ten points of prominence (a town of 10 000 has 18, of a million 42, a country 85).
    prominence: float = 1.0
    #: another name of it, or its name in a third language; a romanisation or a former name.
    alias: float = -1.0
    far_name: float = -2.0
    #: where others bear the name officially: less again, and fame counts by this share only.
    of_others: float = -0.5
    of_others_share: float = 0.5
    #: less again where the text speaks of other countries only.
    strange: float = -2.0
    #: the generic noun beside the name asks for this class; for another.
    head: float = 2.5
    head_not: float = -1.5
    #: the words around a name that a district shares with a river or a town make it this; the other.
    nature: float = 3.0
    nature_not: float = -3.0
    #: "X, Y" or "X is a town in Y" where Y contains the place; where Y is an area that does not.
    beside: float = 7.0
    beside_not: float = -2.0
    #: Y itself where it is an area that holds X.
    holding: float = 3.0
    #: share of the document's evidence for its country.
    country: float = 3.0
    #: its first-order or second-order division is named; other places of that division are.
    admin1: float = 3.0
    admin2: float = 2.5
    siblings: float = 1.5
    #: its division is named in the same sentence.
    sentence: float = 1.5
    #: other places of the text within tens of kilometres (each 1 at none, 1/e at ``near_km``; up
    #: to ``near_most`` of them count).
    near: float = 2.5
    near_km: float = 80.0
    near_most: float = 1.5
    #: what all these clues can add together.
    context_most: float = 9.0
    #: other names that could lie beside it, sure of themselves or not; up to ``together_most`` count.
    together: float = 1.5
    together_most: float = 2.0
    #: what countries and first-order divisions have of that, as they are beside nothing.
    together_area: float = 1.5
    #: an abbreviation written as one ("N.Y.").
    abbreviation: float = 2.5
    #: in the region that the user or the outlet prefers.
    region: float = 2.5
    #: a town of a country whose press writes the text's language ("à Brest" in French).
    home: float = 1.5
    #: the answer "not in the gazetteer".
    nothing: float = 1.2
    nothing_headed: float = -1.5
    #: what it is ahead of the best place where none lies in what the words beside the name say.
    outside: float = 4.5
    #: the same where only a place inside the name is known.
    nothing_inside: float = 6.0
    #: what scores are divided by before they become probabilities.
    temperature: float = 1.0


WEIGHTS = Weights()
