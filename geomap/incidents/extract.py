"""``extract_incidents``: a document's mentions and dates in, its incidents out. Rules only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geomap.config import ExtractorOptions
from geomap.gazetteer import Gazetteer
from geomap.incidents.build import Builder
from geomap.incidents.claims import find_claims
from geomap.incidents.clauses import Reading, read_document
from geomap.incidents.draft import Draft
from geomap.incidents.event import Event
from geomap.incidents.foreign import foreign_paragraphs
from geomap.incidents.items import Stories
from geomap.incidents.lexicon import Lexicon, lexicon
from geomap.incidents.revise import revise_roles
from geomap.incidents.scene import Scene
from geomap.incidents.settle import BACKGROUND_AFTER
from geomap.incidents.telling import tell
from geomap.incidents.times import Dated, dates_by_sentence
from geomap.incidents.toll_totals import breakdown_warnings
from geomap.incidents.triggers import find_triggers
from geomap.model.dating import document_when, moments
from geomap.model.incident import Incident
from geomap.model.place import Mention
from geomap.model.text import SegmentedText
from geomap.model.when import DateAnchor, When

#: More incidents than this in one text are counted, not kept: a list nobody can read.
MOST_INCIDENTS = 5_000
#: What a sentence of the text ends with; a title does not.
TEXT_ENDS = (".", "»", '"', "”")


def extract_incidents(
    segmented: SegmentedText,
    mentions: Sequence[Mention],
    whens: Sequence[When],
    anchor: DateAnchor,
    gazetteer: Gazetteer | None,
    options: ExtractorOptions,
) -> tuple[list[Incident], list[Mention], list[str]]:
    """What happened in a document: incidents in text order, mentions with final roles, warnings.

    Linear in the text. ``gazetteer`` serves countries behind demonyms; None is allowed.
    """
    lex = lexicon(segmented.lang)
    readings = read_document(segmented, mentions, lex)
    claims = find_claims(segmented, readings, anchor.date)
    dates = dates_by_sentence(segmented, whens, claims)
    earlier = _earlier_than(anchor)
    stories, scene = Stories(segmented), Scene(lex)
    for reading in readings:
        sentence = reading.sentence
        if sentence.kind == "boilerplate":
            continue
        story = stories.story_of(reading)
        spoken = claims.said_at.get(sentence.index, ())
        scene.enter(reading, spoken)
        drafts = _drafts(reading, lex, dates.get(sentence.index, ()), spoken)
        if not drafts:
            continue
        headline = sentence.kind == "headline"
        found = tell(drafts, dates.get(sentence.index, ()), lex, headline, earlier, claims)
        title = headline and not segmented.text[: sentence.span.end].rstrip().endswith(TEXT_ENDS)
        for one in found:
            one.title = title
            scene.put(one)
            story.add(one)
    events = stories.events
    warnings = foreign_paragraphs(segmented)
    if len(events) > MOST_INCIDENTS:
        warnings.append(f"more than {MOST_INCIDENTS} incidents: the rest of the text was not used")
        events = events[:MOST_INCIDENTS]
    builder = Builder(segmented, readings, claims, dates, anchor, lex, gazetteer)
    incidents = builder.build(events)
    for incident in incidents:
        warnings += breakdown_warnings(incident.casualties)
    if options.extractor == "llm":
        from geomap.incidents.llm import add_llm_incidents

        incidents, more = add_llm_incidents(segmented, mentions, whens, anchor, options, incidents)
        warnings += more
    return incidents, revise_roles(mentions, incidents, anchor.date), [*warnings, *builder.warnings]


def _earlier_than(anchor: DateAnchor) -> Callable[[When], bool]:
    """Whether a time ended days before the document's date (never when that is unknown)."""
    published = moments(document_when(anchor))[1] if anchor.precision in {"day", "minute"} else None

    def earlier(when: When) -> bool:
        end = moments(when)[1]
        return published is not None and end is not None and end + BACKGROUND_AFTER < published

    return earlier


def _drafts(
    reading: Reading, lex: Lexicon, dates: Sequence[Dated], spoken: Sequence[tuple[int, int]]
) -> list[Draft]:
    places = {
        at
        for low, high, mention in reading.mentions
        if mention.kind not in {"demonym", "organisation"}
        for at in range(low, high)
    }
    dated = {at for one in dates for at in range(one.first, one.last)}
    return find_triggers(reading, lex, places, dated, spoken)


__all__ = ["Event", "extract_incidents"]
