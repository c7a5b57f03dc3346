"""Options: frozen values that the command line or a configuration file fills in.

The only module that reads configuration files and environment variables.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

UiLanguage = Literal["fr", "en"]
Boundaries = Literal["un", "de-facto", "none"]
Quotes = Literal["full", "short", "none"]


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What biases or extends the look-up of places."""

    #: a bias, never a filter: "west,south,east,north", a country code, or a place name.
    region: str | None = None
    gazetteers: tuple[str, ...] = ()
    online: Literal["nominatim", "photon", "geonames"] | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read."""

    lang: Literal["fr", "en", "auto"] = "auto"
    #: the document's date where the text has none: YYYY[-MM[-DD]].
    date: str | None = None
    text_column: str | None = None
    date_column: str | None = None
    id_column: str | None = None
    url_column: str | None = None


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How the map looks and what it shows."""

    title: str | None = None
    ui_lang: UiLanguage = "fr"
    boundaries: Boundaries = "un"
    tiles: str | None = None
    quotes: Quotes = "full"
    blur_km: float | None = None
    per_document: bool = False


@dataclass(frozen=True, slots=True)
class ExtractorOptions:
    """Who extracts incidents: the rules, or a language-model server behind the same protocol."""

    extractor: Literal["rules", "llm"] = "rules"
    llm_url: str | None = None
    llm_model: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that can change what a run gives. Same options, input and gazetteer: same bytes."""

    read: ReadOptions = field(default_factory=ReadOptions)
    places: PlaceOptions = field(default_factory=PlaceOptions)
    extractor: ExtractorOptions = field(default_factory=ExtractorOptions)
    map: MapOptions = field(default_factory=MapOptions)
    corrections: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class OnlineSettings:
    """Who asks an online geocoder, and where. Only read when ``--online`` is given.

    ``user_agent`` names the newsroom and an address, as the services' policies ask; ``server`` is an
    address such as ``https://nominatim.example.org`` in place of the public one.
    """

    user_agent: str | None = None
    server: str | None = None
    geonames_user: str | None = None


def online_settings() -> OnlineSettings:
    """From ``GEOMAP_USER_AGENT``, ``GEOMAP_GEOCODER_URL`` and ``GEOMAP_GEONAMES_USER``."""
    return OnlineSettings(
        user_agent=os.environ.get("GEOMAP_USER_AGENT") or None,
        server=os.environ.get("GEOMAP_GEOCODER_URL") or None,
        geonames_user=os.environ.get("GEOMAP_GEONAMES_USER") or None,
    )


def cache_folder() -> Path:
    """The user's cache folder for geomap: ``GEOMAP_CACHE``, else the platform's convention."""
    override = os.environ.get("GEOMAP_CACHE")
    if override:
        return Path(override)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "geomap"
