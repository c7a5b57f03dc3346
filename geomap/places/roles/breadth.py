"""How much a place can hold: what tells a container from what it contains."""

from __future__ import annotations

from geomap.model.place import Mention

#: A place coarser than a town: it can contain one.
_COARSE_CODES = ("PCL", "ADM", "RGN", "TERR", "CONT", "ISL", "ZN")
_LAND_CODES = frozenset({"MTS", "PLN", "VAL", "FRST", "DSRT", "PEN", "VALS"})


def is_coarse(mention: Mention) -> bool:
    """True for a country, a province, a region: something that can contain a town."""
    place = mention.place
    return place is not None and (
        place.feature_class == "A" or place.feature_code.startswith(_COARSE_CODES)
    )


def is_wide(mention: Mention) -> bool:
    """True for what can hold a town: a province, a region, a range of mountains, an island."""
    place = mention.place
    return is_coarse(mention) or (place is not None and place.feature_code in _LAND_CODES)


def is_state(mention: Mention) -> bool:
    """True for what can speak and act as a government: a country, a capital, a palace."""
    place = mention.place
    if place is None:
        return False
    code = place.feature_code
    return code.startswith("PCL") or code in {"PPLC", "TERR"}


def is_continent(mention: Mention) -> bool:
    """True for a continent: "l'Europe veut" is spoken of as a state is."""
    return mention.place is not None and mention.place.feature_code == "CONT"


def is_water(mention: Mention) -> bool:
    """True for a sea, a lake, a river."""
    return mention.place is not None and mention.place.feature_class == "H"


def is_land(mention: Mention) -> bool:
    """True for a country, by whatever name."""
    return mention.place is not None and mention.place.feature_code.startswith("PCL")


def breadth(mention: Mention) -> int:
    """How much a mention can contain: 0 a spot or town, 1 a district, 2 a province, 3 a state."""
    place = mention.place
    if place is None or not is_coarse(mention):
        return 0
    code = place.feature_code
    if code.startswith(("PCL", "CONT")):
        return 3
    return 1 if code.startswith(("ADM2", "ADM3", "ADM4")) else 2
