"""Texts read as the pipeline reads them, for the tests of this folder."""

from __future__ import annotations

from geomap.config import PlaceOptions
from geomap.gazetteer import open_gazetteer
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.places import find_mentions
from geomap.segmenting import segment


def mentions_of(text: str, lang: str = "fr", region: str | None = None) -> list[Mention]:
    """Mentions of a text, found, resolved and with roles."""
    segmented = segment(Document("test", text, "", lang=lang), lang)  # type: ignore[arg-type]
    return find_mentions(segmented, open_gazetteer(), PlaceOptions(region=region))
