"""The page's shell, built by folium from constants.

branca compiles what it renders a second time as a template, so no text of a source, a gazetteer, a
file name or an option may pass through a folium or branca object. Here they get constants only;
``GeomapFigure.render`` appends everything else after folium has rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

#: Folium's assets by the elements that need them. Leaflet is inlined, and nothing else is needed.
_NEEDED_BY = (
    (folium.Popup, ("jquery",)),
    (
        folium.Icon,
        ("bootstrap", "awesome_markers", "bootstrap_css", "glyphicons_css",
         "awesome_markers_font_css", "awesome_markers_css", "awesome_rotate_css"),
    ),
)  # fmt: skip
#: What folium writes and we write ourselves: its viewport forbids to zoom the page.
_REPLACED = re.compile(r'<meta http-equiv="content-type"[^>]*>|<meta name="viewport"[^>]*>')
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shell:
    """What folium rendered, cut where geomap puts its own: text of head, body and last script."""

    head: str
    body: str
    script: str
    #: True when a user's own folium layers are on the map; they may need anything of the network.
    extended: bool = False

    def scripts(self) -> list[str]:
        """The text of every inline script of the shell, in order."""
        return [*_SCRIPT.findall(self.head), *_SCRIPT.findall(self.body), self.script]


class IncidentLayer(MacroElement):
    """The layer of incidents. Its data stands in the page, not in this object."""

    _template = Template(
        "{% macro script(this, kwargs) %}geomap.attach({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "IncidentLayer"
        self._id = "geomap"


class GeomapFigure(Figure):
    """A figure that completes folium's shell into a page of its own."""

    def __init__(self, complete: Callable[[Shell], str] | None = None) -> None:
        super().__init__()
        self.complete = complete

    def render(self, **kwargs: Any) -> str:
        shell = self.shell(**kwargs)
        if self.complete is None:
            raise ValueError("a geomap figure is made by geomap.render.build_map")
        return self.complete(shell)

    def shell(self, **kwargs: Any) -> Shell:
        """Render folium's part and cut it."""
        extended = _ask_for_folium_assets(self)
        text = super().render(**kwargs)
        head = text[text.index("<head>") + 6 : text.index("</head>")]
        body = text[text.index("<body>") + 6 : text.rindex("</body>")]
        last = text[text.rindex("</body>") :]
        script = last[last.index("<script>") + 8 : last.rindex("</script>")]
        return Shell(_REPLACED.sub("", head).strip(), body.strip(), script, extended)


def make_shell() -> tuple[folium.Map, GeomapFigure]:
    """An empty folium map with the incident layer, in a figure with fixed ids."""
    # Without tiles folium sets no deepest zoom, and plugins that ask for one fail.
    map_ = folium.Map(
        location=[30, 15],
        zoom_start=3,
        tiles=None,
        zoom_control=False,
        minZoom=1,
        maxZoom=18,
        zoomSnap=0.25,
        zoomDelta=1,
        wheelPxPerZoomLevel=90,
        worldCopyJump=True,
        attributionControl=False,
    )
    map_.default_js = []
    map_.default_css = []
    layer = IncidentLayer()
    layer.add_to(map_)
    figure = GeomapFigure()
    figure.add_child(map_)
    # Folium's ids are random; ours are counted, so that two runs give the same bytes.
    map_._id = "geomap"
    for number, element in enumerate((figure, figure.header, figure.html, figure.script)):
        element._id = f"geomap{number}"
    return map_, figure


def _ask_for_folium_assets(figure: GeomapFigure) -> bool:
    """Let folium bring back what layers a user added to our map need; whether there are any."""
    extended = False
    for child in figure._children.values():
        if isinstance(child, folium.Map):
            added = [c for c in child._children.values() if not isinstance(c, IncidentLayer)]
            extended = extended or bool(added)
            needed = set(_assets_of(added))
            child.default_js = [asset for asset in folium.Map.default_js if asset[0] in needed]
            child.default_css = [asset for asset in folium.Map.default_css if asset[0] in needed]
    return extended


def _assets_of(elements: Iterable[Element]) -> Iterator[str]:
    """Names of folium's own assets that some elements and all below them need."""
    for element in elements:
        for kind, names in _NEEDED_BY:
            if isinstance(element, kind):
                yield from names
        yield from _assets_of(element._children.values())
        if isinstance(element, folium.GeoJson) and element.marker is not None:
            yield from _assets_of([element.marker])
