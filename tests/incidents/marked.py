"""Texts with marked places, as the other stages would hand them over."""

from __future__ import annotations

import bisect
import hashlib
import re

from geomap.config import ExtractorOptions
from geomap.dates import anchor_document, date_stories, find_dates
from geomap.incidents import extract_incidents
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.place import Mention, Place
from geomap.model.text import Document, Span
from geomap.places.roles import assign_roles
from geomap.segmenting import segment

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z0-9]+)(?:\|(-?[\d.]+) (-?[\d.]+))?\]")


def place(name: str, code: str, lon: float, lat: float) -> Place:
    """A place of a class told by its feature code; its position is made from its name."""
    if code.startswith(("PCL", "ADM", "TERR")):
        feature_class = "A"
    elif code.startswith("PPL"):
        feature_class = "P"
    elif code == "ISL":
        feature_class = "T"
    else:
        feature_class = "H" if code in {"SEA", "STM"} else "S"
    return Place(
        f"test:{name}", name, feature_class, code, lon, lat, 3000.0,
        "area" if feature_class in {"A", "T"} or code == "SEA" else "point",
    )  # fmt: skip


def read(marked: str, lang: str = "fr", date: str | None = "2024-03-13", id: str = "d") -> Findings:
    """Analyse a text whose places are marked ``[name|code]`` or ``[name|code|lon lat]``."""
    text, mentions, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        name, code, lon, lat = match.groups()
        seed = int(hashlib.sha256(name.encode()).hexdigest(), 16)
        x = float(lon) if lon else seed % 3000 / 10 - 150
        y = float(lat) if lat else seed // 3000 % 1200 / 10 - 60
        span = Span(len(text), len(text) + len(name))
        found = place(name, code, x, y)
        precision = {"P": "settlement", "S": "site"}.get(found.feature_class, "region")
        extent = Extent(found.geometry_kind, x, y, found.radius_m, precision=precision)  # type: ignore[arg-type]
        mentions.append(
            Mention(f"m{len(mentions)}", span, name, place=found, probability=1.0, extent=extent)
        )
        text += name
        at = match.end()
    text += marked[at:]
    document = Document(
        id, text, hashlib.sha256(text.encode()).hexdigest(), lang=lang, date=date,
        date_precision="day" if date else None, date_basis="option" if date else None,
    )  # fmt: skip
    segmented = segment(document, lang)  # type: ignore[arg-type]
    starts = [s.span.start for s in segmented.sentences]
    placed = [
        Mention(m.id, m.span, m.text, sentence=max(0, bisect.bisect_right(starts, m.span.start) - 1), place=m.place,
                probability=1.0, extent=m.extent)
        for m in mentions
    ]  # fmt: skip
    anchor = anchor_document(segmented, date)
    segmented = date_stories(segmented, anchor)
    whens = find_dates(segmented, anchor)
    roles = assign_roles(segmented, placed, lang)
    incidents, revised, warnings = extract_incidents(
        segmented, roles, whens, anchor, None, ExtractorOptions()
    )
    return Findings(document, anchor, tuple(revised), tuple(incidents), tuple(warnings))


def site_of(found: Findings, incident: Incident) -> str:
    """The words of an incident's site, "-" when it has none."""
    if incident.where is None:
        return "-"
    by_id = {m.id: m for m in found.mentions}
    return by_id[incident.where.mention].text if incident.where.mention else "-"
