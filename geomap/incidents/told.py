"""One draft with what its own sentence gives it."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import lexicon
from geomap.incidents.sites import Sited
from geomap.model.when import When

#: How far behind its subject a verb stands (tokens).
SUBJECT_REACH = 5
#: "quatre jours après le violent attentat": words between the phrase and its event.
AFTER_REACH = 6
#: Verbs of dying and hurting: they tell more of an event, never one of their own.
HARM = "harm"
#: Nouns for whatever did harm before: "le drame s'est produit à X".
AGAIN = "again"
#: What warnings are about.
NATURE = frozenset({"storm", "flood", "tsunami", "wildfire", "landslide_volcano"})


@dataclass(slots=True)
class Told:
    """One draft with what its own sentence gives it."""

    draft: Draft
    date: When | None
    site: Sited | None
    headline: bool
    #: its date lies days before the document's.
    earlier: bool = False
    #: a recent date stands right behind its words: it is surely its own.
    beside: bool = False
    #: another event of its sentence was told before it.
    behind: bool = False
    #: its date, and its place if any, are those of an event told before it.
    shares_date: bool = False
    #: a line of its own above the text, not its first sentence.
    title: bool = False
    #: dated the day before what its sentence tells: "au lendemain de".
    eve: bool = False
    #: its place opens the sentence: "À Arras, …".
    fronted: bool = False


def lexicon_words(draft: Draft) -> dict[str, frozenset[str]]:
    """The words of grammar of the draft's language."""
    return lexicon(draft.reading.lang).words
