"""Findings to one HTML file that needs nothing else.

``render_page`` gives the bytes of the page; ``build_map`` a ``folium.Map`` that renders to it and
takes a user's own folium layers; ``write_page`` writes a page from columns, for archives whose
incidents are arrays rather than objects. The last two are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.config import MapOptions
from geomap.model.findings import Findings

if TYPE_CHECKING:
    import folium

    from geomap.gazetteer import Gazetteer


def render_page(
    findings: Sequence[Findings], options: MapOptions, gazetteer: Gazetteer | None
) -> bytes:
    """The whole HTML file of one or many documents' findings. Same input, same bytes."""
    from geomap.render.page import PageContext, page_bytes
    from geomap.render.rows import findings_to_columns

    columns = findings_to_columns(findings, options, gazetteer)
    return page_bytes(columns, PageContext(options, gazetteer))


def build_map(
    findings: Sequence[Findings], options: MapOptions, gazetteer: Gazetteer | None
) -> folium.Map:
    """A ``folium.Map`` with the incidents on it; ``save`` writes the self-contained page.

    Layers a user adds are rendered by folium and may ask the network for folium's own assets; their
    text is the user's to escape. The strict content policy is left out of such a page.
    """
    from geomap.render.page import PageContext, map_of
    from geomap.render.rows import findings_to_columns

    columns = findings_to_columns(findings, options, gazetteer)
    return map_of(columns, PageContext(options, gazetteer))


__all__ = ["build_map", "render_page"]
