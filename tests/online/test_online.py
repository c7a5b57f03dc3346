"""Online geocoders, against a server on this machine that speaks as the real ones do."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy import exc

from geomap.config import OnlineSettings
from geomap.errors import NetworkError, UsageError
from geomap.model.place import Mention
from geomap.model.text import Span
from geomap.online import complete_mentions, geocoder, open_geocoder
from geomap.online.memory import Memory

AGENT = "desk@example.org"

NOMINATIM = [
    {
        "place_id": 1, "licence": "Data © OpenStreetMap contributors, ODbL 1.0.", "osm_type": "node",
        "osm_id": 337547163, "lat": "47.4449", "lon": "35.8366", "class": "place", "type": "village",
        "addresstype": "village", "name": "Robotyne", "display_name": "Robotyne, Zaporizhzhia, Ukraine",
        "address": {"village": "Robotyne", "country": "Ukraine", "country_code": "ua"},
        "boundingbox": ["47.4249", "47.4649", "35.8166", "35.8566"],
    }
]  # fmt: skip
PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [35.8366, 47.4449]},
            "properties": {
                "osm_type": "N", "osm_id": 337547163, "osm_key": "place", "osm_value": "village",
                "name": "Robotyne", "country": "Ukraine", "countrycode": "UA",
                "extent": [35.8166, 47.4649, 35.8566, 47.4249],
            },
        }
    ],
}  # fmt: skip
GEONAMES = {
    "totalResultsCount": 1,
    "geonames": [
        {
            "geonameId": 695875, "name": "Robotyne", "toponymName": "Robotyne", "lat": "47.4449",
            "lng": "35.8366", "fcl": "P", "fcode": "PPL", "countryCode": "UA", "countryName": "Ukraine",
            "adminCode1": "26", "adminName1": "Zaporizhzhia", "population": 480,
        }
    ],
}  # fmt: skip
ANSWERS: dict[str, Any] = {"nominatim": NOMINATIM, "photon": PHOTON, "geonames": GEONAMES}
NOTHING: dict[str, Any] = {
    "nominatim": [], "photon": {"type": "FeatureCollection", "features": []},
    "geonames": {"totalResultsCount": 0, "geonames": []},
}  # fmt: skip


class Service:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b""
        self.delay_s = 0.0
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[float, str, dict[str, list[str]], str]] = []
        self.url = ""


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            agent = self.headers.get("User-Agent", "")
            state.asked.append((time.time(), parts.path, parse_qs(parts.query), agent))
            time.sleep(state.delay_s)
            try:
                self.send_response(state.status)
                for key, value in state.headers.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(state.body)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def opened(service: Service, folder: Path, provider: Any = "nominatim") -> geocoder.Geocoder:
    settings = OnlineSettings(AGENT, service.url, "tester")
    return open_geocoder(provider, settings, folder / "online.db")


@contextmanager
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr("geomap.online.memory.PAUSE_S", 0.0)
        yield


@pytest.mark.parametrize("provider", ["nominatim", "photon", "geonames"])
def test_a_place_is_read_from_the_real_form(
    service: Service, tmp_path: Path, provider: str
) -> None:
    service.body = json.dumps(ANSWERS[provider]).encode()
    (place,) = opened(service, tmp_path, provider).search("Robotyne", "fr")
    assert (place.name, place.country, place.feature_class) == ("Robotyne", "UA", "P")
    assert (place.lon, place.lat) == (35.8366, 47.4449)
    assert 500 <= place.radius_m <= 5_000
    assert place.id in {"osm:N337547163", "gn:695875"}
    _, _, query, agent = service.asked[0]
    assert agent == AGENT
    assert "Robotyne" in {v for values in query.values() for v in values}


@pytest.mark.parametrize("provider", ["nominatim", "photon", "geonames"])
def test_nothing_is_remembered_too(service: Service, tmp_path: Path, provider: str) -> None:
    service.body = json.dumps(NOTHING[provider]).encode()
    for _ in range(3):
        assert opened(service, tmp_path, provider).search("Xyzzy") == []
    assert len(service.asked) == 1


def test_a_reply_is_asked_for_once_and_kept_with_its_licence(
    service: Service, tmp_path: Path
) -> None:
    service.body = json.dumps(NOMINATIM).encode()
    first = opened(service, tmp_path).search("Robotyne", "fr")
    again = opened(service, tmp_path).search("  Robotyne ", "fr")
    assert first == again
    assert len(service.asked) == 1
    memory = Memory(tmp_path / "online.db")
    ((licence, raw),) = memory._db.execute("SELECT licence, raw FROM reply").fetchall()
    assert "OpenStreetMap" in licence
    assert json.loads(raw)[0]["osm_id"] == 337547163


FAILURES = [
    (429, b"too many", "too many requests"),
    (503, b"busy", "did not answer in time"),
    (500, b"oops", "failed"),
    (403, b"no", "not allowed"),
    (401, b"who", "refuses the user name"),
    (200, b"<html>captive portal</html>", "cannot be read"),
    (200, b"", "cannot be read"),
    (200, b'[{"lat": "x", "lon": "y", "name": "N"}]', "cannot be read"),
    (404, b"gone", "failed|does not understand"),
]


@pytest.mark.parametrize(("status", "body", "why"), FAILURES)
def test_a_failure_is_an_error_that_names_the_service(
    service: Service, tmp_path: Path, status: int, body: bytes, why: str
) -> None:
    service.status, service.body = status, body
    with pytest.raises(NetworkError, match=why) as caught:
        opened(service, tmp_path).search("Robotyne")
    assert "nominatim" in str(caught.value)
    assert service.url in str(caught.value)


def test_a_failure_is_not_remembered(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with quick(monkeypatch):
        port = opened(service, tmp_path)
        service.status = 503
        with pytest.raises(NetworkError):
            port.search("Robotyne")
        service.status, service.body = 200, json.dumps(NOMINATIM).encode()
        assert len(port.search("Robotyne")) == 1


def test_a_slow_service_is_given_up(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoder, "TIMEOUT_S", 0.2)
    service.delay_s = 0.6
    with pytest.raises(NetworkError, match="did not answer"):
        opened(service, tmp_path).search("Robotyne")


def test_a_service_that_is_not_there(tmp_path: Path) -> None:
    settings = OnlineSettings(AGENT, "http://127.0.0.1:9")
    with pytest.raises(NetworkError, match=r"cannot be reached|failed"):
        open_geocoder("nominatim", settings, tmp_path / "online.db").search("Robotyne")


def test_who_asks_must_be_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="who asks"):
        open_geocoder("nominatim", OnlineSettings(), tmp_path / "o.db")
    with pytest.raises(UsageError, match="user name"):
        open_geocoder("geonames", OnlineSettings(AGENT), tmp_path / "o.db")
    with pytest.raises(UsageError, match="no address"):
        open_geocoder("photon", OnlineSettings(AGENT, "ftp://x"), tmp_path / "o.db")


def _ask_twice(url: str, folder: Path, first: int) -> None:
    port = open_geocoder("nominatim", OnlineSettings(AGENT, url), folder / "online.db")
    for number in range(2):
        port.search(f"Place {first + number}")


def test_two_processes_together_ask_once_a_second(service: Service, tmp_path: Path) -> None:
    service.body = b"[]"
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_ask_twice, args=(service.url, tmp_path, n * 10)) for n in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
        assert worker.exitcode == 0
    times = sorted(asked for asked, *_ in service.asked)
    assert len(times) == 4
    assert all(later - earlier > 0.9 for earlier, later in itertools.pairwise(times))


def test_a_damaged_cache_says_which_file(service: Service, tmp_path: Path) -> None:
    (tmp_path / "online.db").write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(NetworkError, match=r"online\.db"):
        opened(service, tmp_path)


def mention(number: int, text: str) -> Mention:
    return Mention(f"m{number}", Span(0, len(text)), text)


def test_an_unknown_name_is_completed_and_says_where_from(service: Service, tmp_path: Path) -> None:
    service.body = json.dumps(NOMINATIM).encode()
    given = [mention(1, "Robotyne"), mention(2, "Robotyne")]
    done, warnings = complete_mentions(given, "fr", opened(service, tmp_path))
    assert warnings == []
    for found in done:
        assert found.place is not None
        assert found.place.source == "nominatim"
        assert found.candidates[0].reasons[0].code == "online_found"
        assert found.extent is not None
        assert found.probability < 1
    assert len(service.asked) == 1


def test_another_name_is_a_candidate_and_no_choice(service: Service, tmp_path: Path) -> None:
    service.body = json.dumps(NOMINATIM).encode()
    ((found,), _) = complete_mentions([mention(1, "Rabotino")], "fr", opened(service, tmp_path))
    assert found.place is None
    assert [c.place.name for c in found.candidates] == ["Robotyne"]


def test_failures_are_warnings_and_end_the_asking(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.status = 503
    with quick(monkeypatch):
        given = [mention(n, f"Lieu {n}") for n in range(6)]
        done, warnings = complete_mentions(given, "fr", opened(service, tmp_path))
    assert done == given
    assert len(warnings) == 4
    assert "is not asked again" in warnings[-1]
    assert len(service.asked) == 3


def test_every_error_of_geopy_has_a_sentence() -> None:
    def all_of(kind: type[Exception]) -> Iterator[type[Exception]]:
        yield kind
        for below in kind.__subclasses__():
            yield from all_of(below)

    for kind in all_of(exc.GeopyError):
        error = geocoder.network_error(kind("x"), "photon", "https://host")
        assert isinstance(error, NetworkError)
        assert "photon" in str(error)
        assert error.exit_status == 1
