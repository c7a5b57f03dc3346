"""One telling of an event as a trigger gives it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import Frame

#: Realis of an event that is told as having happened.
ASSERTED = frozenset({"actual", "ongoing", "iterative"})


@dataclass(slots=True)
class Draft:
    """One telling of an event: a trigger with its clause. Token positions are absolute."""

    type: str
    frame: Frame
    kind: str
    first: int
    last: int
    reading: Reading
    low: int  #: first token of the clause
    high: int
    indefinite: bool = False
    definite: bool = False
    plural: bool = False
    passive: bool = False
    happens: bool = False  #: a verb says that it took place
    realis: str = "actual"
    status: str = "reported"
    negated: bool = False
    series: bool = False
    begun: bool = False
    anaphoric: bool = False  #: a weak noun with an article: only goes back to an event told
    by_story: bool = False  #: a weak noun that counts where the story has told of fighting
    bare: bool = False  #: a participle without auxiliary: "la ville annexée en …"
    pluperfect: bool = False
    new: bool = False
    new_word: str = ""  #: the word that makes it new: "autre", "troisième"
    gerund: bool = False  #: a participle hung on the verb before: "…, détruisant un hangar"
    without: bool = False  #: "sans parvenir à": did not happen, and is not denied either
    over: bool = False  #: "les combats ont cessé mardi": the day is not that of the fights
    imperfect: bool = False  #: a verb in the imperfect: what was going on
    present: bool = False  #: a verb in the present: what is announced for a day is still to come
    because: str = ""  #: the word that decided realis or polarity
    classes: frozenset[str] = frozenset()
    cause_of: list[Draft] = field(default_factory=list)

    @property
    def sentence(self) -> int:
        return self.reading.sentence.index
