"""Sentences -> mentions -> places: names of places in text, what they mean, and what they do there."""

from geomap.places.find import find_mentions, resolve_given
from geomap.places.roles import roles_of_anaphors

__all__ = ["find_mentions", "resolve_given", "roles_of_anaphors"]
