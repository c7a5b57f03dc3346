"""The one table of weights of the resolver. Set by hand, informed by measurement.

Nothing here is fitted to a corpus: the development corpora may not train what ships, so they were
only used to compare choices (LGL, GeoVirus, TUD-Loc 2013, WikToR; November 2026).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """What each clue adds to the score of a place. Scores are log-odds against one another."""

    #: per ten points of prominence (a town of 10 000 has 18, of a million 42, a country 85).
    prominence: float = 1.0
    #: another name of it; a romanisation or a former name.
    alias: float = -0.4
    far_name: float = -1.0
    #: the generic noun beside the name asks for this class; for another.
    head: float = 2.5
    head_not: float = -1.5
    #: "X, Y" where Y contains the place; where Y is an area that does not contain it.
    beside: float = 6.0
    beside_not: float = -2.0
    #: share of the document's evidence for its country; for its first-order division.
    country: float = 2.5
    admin1: float = 3.0
    #: another place of the text within tens of kilometres (1 at none, 1/e at ``near_km``).
    near: float = 2.0
    near_km: float = 80.0
    #: in the region that the user or the outlet prefers.
    region: float = 2.5
    #: the answer "not in the gazetteer".
    nothing: float = 1.2
    #: what scores are divided by before they become probabilities.
    temperature: float = 1.0


WEIGHTS = Weights()
