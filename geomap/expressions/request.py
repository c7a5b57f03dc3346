"""What a relation is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from geomap.expressions import anchor as anchors_module
from geomap.expressions.formula import formula, position_words
from geomap.gazetteer import Gazetteer
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as told, metres. ``travel`` is the way of travelling when a time was told."""

    low_m: float
    best_m: float
    high_m: float
    words: str
    travel: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What the story around an expression names, nearest first, the expression's own anchors left out.

    ``countries`` are those named or meant by a demonym, ``places`` resolved places that are no
    country, ``rivers`` and ``waters`` among them.
    """

    countries: tuple[Place, ...] = ()
    places: tuple[Place, ...] = ()
    rivers: tuple[Place, ...] = ()
    waters: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """An expression with its anchors resolved; ``country`` is a side it names ("côté roumain")."""

    relation: str
    anchors: tuple[Place, ...]
    gazetteer: Gazetteer
    lang: str
    distance: Distance | None = None
    bearing_deg: float | None = None
    direction: str | None = None
    side: str | None = None
    country: Place | None = None
    extreme: bool = False
    story: Story = field(default_factory=Story)
    label: str = ""

    @property
    def anchor(self) -> Place:
        return self.anchors[0]

    def name(self, place: Place) -> str:
        """The name to show for a place in the language of the document."""
        return self.gazetteer.display_name(place.id, self.lang) or place.name

    def where(self, place: Place) -> str:
        """The name of a place with its position: "Kiev (50.4547 N 30.5238 E)"."""
        return f"{self.name(place)} ({position_words(place.lon, place.lat)})"

    def formula(self, code: str, *arguments: str) -> str:
        return formula(self.lang, code, *arguments)

    def wind(self) -> str:
        """The direction in words of the document's language."""
        return formula(self.lang, f"wind-{self.direction}") if self.direction else ""

    def shape(self, place: Place):  # type: ignore[no-untyped-def]
        return anchors_module.any_shape(self.gazetteer, place)


@dataclass(frozen=True, slots=True)
class Located:
    """The answer: where, and the numbers it was made from."""

    extent: Extent
    distance_m: float | None = None
    bearing_deg: float | None = None
    #: ISO code of the country the place lies in, where the relation decides it (a border strip).
    country: str | None = None


#: The answer of a relation: a place on the earth, or the reason why there is none.
Answer = Located | Reason
Relation = Callable[[Request], Answer]
