"""The port to online geocoders: geopy behind it, geomap's values before it.

Policies kept: the user says who asks (a user agent with an address), at most one request a second over
all processes, replies cached with their licence, "nothing" cached too. A failure is an error that
names the service and what to do; it is never an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from geomap.config import OnlineSettings, cache_folder
from geomap.errors import NetworkError, UsageError
from geomap.model.place import Place
from geomap.online import providers
from geomap.online.memory import Memory

Provider = Literal["nominatim", "photon", "geonames"]
#: Seconds a service may take; geopy's default of one is too short for the public ones.
TIMEOUT_S = 10.0
LIMIT = 5
_PUBLIC = {
    "nominatim": "https://nominatim.openstreetmap.org",
    "photon": "https://photon.komoot.io",
    "geonames": "https://secure.geonames.org",
}
LICENCES = {
    "nominatim": "ODbL, © OpenStreetMap contributors",
    "photon": "ODbL, © OpenStreetMap contributors",
    "geonames": "CC BY 4.0, GeoNames",
}


@dataclass(slots=True)
class Geocoder:
    """One online geocoder. ``search`` is all it does."""

    provider: Provider
    server: str
    memory: Memory
    ask: Callable[[str, str | None], list[dict[str, Any]]]

    def search(self, name: str, lang: str | None = None) -> list[Place]:
        """Places the service knows by a name, best first; from the cache when it was asked before.

        Raises NetworkError when the service fails, refuses, or does not answer in time.
        """
        query = " ".join(name.split())
        if not query:
            return []
        parameters = {"lang": lang, "limit": LIMIT}
        raw = self.memory.recall(self.provider, self.server, query, parameters)
        if raw is None:
            self.memory.wait_for_turn(self.provider, self.server)
            raw = self._ask(query, lang)
            licence = LICENCES[self.provider]
            self.memory.keep(self.provider, self.server, query, parameters, licence, raw)
        try:
            places = [providers.place_of(self.provider, row) for row in raw]
        except (KeyError, TypeError, ValueError) as error:
            raise NetworkError(
                f"{self.provider} answered what cannot be read: {error!r}", source=self.server
            ) from error
        return [place for place in places if place is not None]

    def _ask(self, query: str, lang: str | None) -> list[dict[str, Any]]:
        from geopy.exc import GeopyError

        try:
            return self.ask(query, lang)
        except GeopyError as error:
            raise network_error(error, self.provider, self.server) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # geopy reads numbers and fields of a reply without asking whether they are there
            raise NetworkError(
                f"{self.provider} answered what cannot be read: {error!r}", source=self.server
            ) from error


def open_geocoder(
    provider: Provider, settings: OnlineSettings, memory: Path | None = None
) -> Geocoder:
    """A geocoder that is ready to be asked. Raises UsageError when the user has not said who asks."""
    if not settings.user_agent:
        raise UsageError(
            f"--online {provider} needs to say who asks",
            hint="set GEOMAP_USER_AGENT to your newsroom and an address, as in 'desk@example.org'",
        )
    if provider == "geonames" and not settings.geonames_user:
        raise UsageError(
            "--online geonames needs a user name of geonames.org", hint="set GEOMAP_GEONAMES_USER"
        )
    server = settings.server or _PUBLIC[provider]
    parts = urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UsageError(f"GEOMAP_GEOCODER_URL {server!r} is no address, as in https://host/path")
    domain = (parts.netloc + parts.path).rstrip("/")
    ask = providers.asker(provider, settings, parts.scheme, domain, TIMEOUT_S, LIMIT)
    return Geocoder(provider, server, Memory(memory or cache_folder() / "online.db"), ask)


def network_error(error: Exception, provider: str, server: str) -> NetworkError:
    """A geopy error as the sentence a user reads. Every class geopy raises has its own line."""
    from geopy import exc

    known: tuple[tuple[type[Exception], str, str], ...] = (
        (exc.GeocoderRateLimited, "refuses: too many requests", "wait, or use your own server"),
        (exc.GeocoderQuotaExceeded, "refuses: the quota is used up", "try again tomorrow"),
        (exc.GeocoderAuthenticationFailure, "refuses the user name or key", "check the settings"),
        (exc.GeocoderInsufficientPrivileges, "refuses: not allowed", "check GEOMAP_USER_AGENT"),
        (exc.GeocoderTimedOut, "did not answer in time", "try again later"),
        (exc.GeocoderUnavailable, "cannot be reached", "check the network and the address"),
        (exc.GeocoderParseError, "answered what cannot be read", "check GEOMAP_GEOCODER_URL"),
        (exc.GeocoderQueryError, "does not understand the question", "check GEOMAP_GEOCODER_URL"),
        (exc.GeocoderNotFound, "is not a geocoder geopy knows", "check GEOMAP_GEOCODER_URL"),
        (exc.ConfigurationError, "is not set up", "check the settings"),
        (exc.GeocoderServiceError, "failed", "try again later"),
        (exc.GeopyError, "failed", "try again later"),
    )
    for kind, sentence, hint in known:
        if isinstance(error, kind):
            return NetworkError(f"{provider} {sentence}: {error}", source=server, hint=hint)
    return NetworkError(f"{provider} failed: {error}", source=server)
