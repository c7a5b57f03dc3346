"""What the words beside a name ask of its places: a class, an area that holds them."""

from __future__ import annotations

from geomap.places.context import containers_of, contains
from geomap.places.spots import CLASSES_OF_GROUP, Name, Option, Spot

#: Readings of a container that are tried ("Washington County" is thirty), and of a name that may be a
#: province.
_BOXES, _FIRST = 40, 6


def may_be_province(name: Name) -> bool:
    return any(o.place.feature_code == "ADM1" and not o.far_name for o in name.options[:_FIRST])


def is_asked(option: Option, group: str) -> bool:
    """True for a place of the class a noun asks for; a province is no country."""
    place = option.place
    return place.feature_class in CLASSES_OF_GROUP[group] and not (
        group == "admin" and place.feature_code.startswith("PCL")
    )


def is_wide(option: Option) -> bool:
    """True for countries and first-order divisions by their own name: too wide to be beside anything.

    Alexandria is the town before it is the governorate.
    """
    code = option.place.feature_code
    if code == "ADM1":
        return not option.far_name and (
            option.place.rank > 0 or option.match.matched == option.place.name
        )
    return not option.far_name and code.startswith(("PCL", "CONT"))


def readings(box: Spot) -> tuple[Option, ...]:
    return box.options[:_BOXES]


def said(box: Spot) -> str:
    return box.options[0].match.matched if box.options else ""


def fitting(spot: Spot) -> tuple[Spot, ...]:
    """The containers of a spot that hold one of its places."""
    return tuple(
        box
        for box in containers_of(spot)
        if any(contains(outer, inner) for outer in readings(box) for inner in spot.options)
    )
