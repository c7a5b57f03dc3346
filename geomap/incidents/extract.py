"""``extract_incidents``: a document's mentions and dates in, its incidents out. Rules only."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.config import ExtractorOptions
from geomap.gazetteer import Gazetteer
from geomap.incidents.build import Builder
from geomap.incidents.claims import find_claims
from geomap.incidents.clauses import Reading, read_document
from geomap.incidents.lexicon import lexicon
from geomap.incidents.revise import revise_roles
from geomap.incidents.story import Event, Story, tell
from geomap.incidents.times import dates_by_sentence
from geomap.incidents.triggers import Draft, find_triggers
from geomap.model.incident import Incident
from geomap.model.place import Mention
from geomap.model.text import SegmentedText
from geomap.model.when import DateAnchor, When

#: More incidents than this in one text are counted, not kept: a list nobody can read.
MOST_INCIDENTS = 5_000


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
    claims = find_claims(segmented, readings)
    dates = dates_by_sentence(segmented, whens, claims)
    stories = [Story(block.index) for block in segmented.blocks]
    for reading in readings:
        sentence = reading.sentence
        if sentence.kind == "boilerplate" or not stories:
            continue
        drafts = _drafts(reading, lex)
        if not drafts:
            continue
        found = tell(drafts, dates.get(sentence.index, ()), lex, sentence.kind == "headline")
        for one in found:
            stories[sentence.block].add(one)
    events = [event for story in stories for event in story.events]
    warnings: list[str] = []
    if len(events) > MOST_INCIDENTS:
        warnings.append(f"more than {MOST_INCIDENTS} incidents: the rest of the text was not used")
        events = events[:MOST_INCIDENTS]
    builder = Builder(segmented, readings, claims, anchor, lex, gazetteer)
    incidents = builder.build(events)
    if options.extractor == "llm":
        from geomap.incidents.llm import add_llm_incidents

        incidents, more = add_llm_incidents(segmented, mentions, whens, anchor, options, incidents)
        warnings += more
    return incidents, revise_roles(mentions, incidents, events), [*warnings, *builder.warnings]


def _drafts(reading: Reading, lex) -> list[Draft]:  # type: ignore[no-untyped-def]
    places = {
        at
        for low, high, mention in reading.mentions
        if mention.kind not in {"demonym", "organisation"}
        for at in range(low, high)
    }
    return find_triggers(reading, lex, places)


__all__ = ["Event", "extract_incidents"]
