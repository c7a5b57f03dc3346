"""``analyse``: one document in, its findings out. Pure, deterministic, picklable."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.config import Options, online_settings
from geomap.corrections.meanings import NameMeaning, apply_meanings
from geomap.dates import anchor_document, date_stories, read_dates
from geomap.expressions import locate_expressions
from geomap.gazetteer import Gazetteer
from geomap.incidents import extract_incidents
from geomap.model.findings import Findings
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.places import find_mentions, roles_of_anaphors
from geomap.reading import language_of
from geomap.segmenting import segment


def analyse(
    document: Document,
    gazetteer: Gazetteer,
    options: Options,
    meanings: Sequence[NameMeaning] = (),
) -> Findings:
    """Read one document: its mentions, its dates, its incidents.

    Knows nothing of other documents and touches no file but the opened gazetteer. ``meanings`` are
    an analyst's words on what names mean in it.
    """
    lang = language_of(document, options.read.lang)
    segmented = segment(document, lang)
    anchor = anchor_document(segmented, options.read.date)
    segmented = date_stories(segmented, anchor)
    mentions = find_mentions(segmented, gazetteer, options.places)
    if meanings:
        mentions = apply_meanings(mentions, meanings, gazetteer)
    notes: list[str] = []
    if options.places.online:
        mentions, notes = _ask_online(mentions, lang, options)
    mentions = locate_expressions(segmented, mentions, gazetteer)
    mentions = roles_of_anaphors(segmented, mentions, lang)
    dates = read_dates(segmented, anchor)
    incidents, mentions, warnings = extract_incidents(
        segmented, mentions, list(dates.whens), anchor, gazetteer, options.extractor
    )
    return Findings(
        document=document,
        anchor=anchor,
        mentions=tuple(mentions),
        incidents=tuple(incidents),
        warnings=(*document.warnings, *segmented.warnings, *dates.warnings, *notes, *warnings),
        gazetteer_version=gazetteer.version,
    )


def _ask_online(
    mentions: Sequence[Mention], lang: str, options: Options
) -> tuple[list[Mention], list[str]]:
    """Names not known here, asked of the geocoder the user named: the only way to the network."""
    from geomap.online import complete_mentions, open_geocoder

    assert options.places.online is not None
    geocoder = open_geocoder(options.places.online, online_settings())
    return complete_mentions(mentions, lang, geocoder)
