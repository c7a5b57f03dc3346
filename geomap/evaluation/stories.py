"""Stories with their incidents in TOML, the form an analyst writes by hand, read as gold documents.

One ``[[story]]`` a text, one ``[[story.incident]]`` an incident; ``tests/gold/fr.stories.toml``
explains the keys. What is given is scored by the rules of ``--task incidents``: a place without a
position is right when the words are those.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from geomap.errors import BadRecord

SUFFIX = ".stories.toml"
_LAYERLESS = {"claims": [], "polarity": "affirmed", "recency": "current"}


def read_stories(path: Path) -> Iterator[dict[str, Any]]:
    """The stories of a file as gold documents.

    Raises BadRecord when it is no TOML, has no stories, or words of an incident are not in its text.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRecord(f"this is no TOML: {error}", source=str(path)) from error
    if "story" not in rows:
        raise BadRecord("no [[story]] in the file", source=str(path))
    for story in rows["story"]:
        yield _gold(story, path)


def _gold(story: dict[str, Any], path: Path) -> dict[str, Any]:
    text = str(story["text"]).lstrip("\n")
    place = f"story {story.get('id', '?')!r}"
    mentions: dict[str, dict[str, Any]] = {}
    incidents = []
    for number, row in enumerate(story.get("incident", ()), start=1):
        try:
            incidents.append(_incident(row, f"I{number}", text, mentions))
        except (KeyError, ValueError) as error:
            raise BadRecord(f"incident {number}: {error}", source=str(path), place=place) from error
    try:
        claims = _listed(story, "claims", _claim, text)
    except ValueError as error:
        raise BadRecord(f"claims: {error}", source=str(path), place=place) from error
    if incidents and claims:
        incidents[0]["claims"] = [claim["id"] for claim in claims]
    return {
        "doc": {"id": story["id"], "lang": story["lang"], "published": story.get("date")},
        "text": text,
        "incidents": incidents,
        "mentions": list(mentions.values()),
        "claims": claims,
        "expected_map": {"never": list(story.get("never", ()))},
    }


def _incident(
    row: dict[str, Any], name: str, text: str, mentions: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    edtf, _, precision = row["when"].partition(" ")
    kind = row.get("geometry", "point")
    sites = [_mention(words, kind, text, mentions) for words in row.get("sites", ())]
    mapped = bool(row.get("map", bool(sites)))
    return {
        **_LAYERLESS,
        "id": name,
        "type": row["type"],
        "type_alternatives": row.get("type_also", []),
        "map": mapped,
        "expect": "optional" if row.get("optional") else "required",
        "when": {"edtf": edtf or None, "precision": precision},
        "when_alternatives": [
            dict(zip(("edtf", "precision"), other.split(" ", 1), strict=False))
            for other in row.get("when_also", ())
        ],
        "where": {"mentions": sites, "geometry": kind if mapped else "none"},
        "casualties": [_toll(words) for words in row.get("tolls", ())],
        "actors": _listed(row, "actors", _actor, text),
        "means": _listed(row, "means", _item, text),
        "targets": _listed(row, "targets", _item, text),
        "quote": [_span(row["quote"], text)],
    }


def _mention(words: str, kind: str, text: str, mentions: dict[str, dict[str, Any]]) -> str:
    """The first place where the words stand in the text; its id."""
    exact, _, position = words.partition(" @ ")
    known = next((m for m in mentions.values() if m["exact"] == exact), None)
    if known is not None:
        return str(known["id"])
    row: dict[str, Any] = {
        "id": f"m{len(mentions) + 1}", **_span(exact, text), "role": "site", "kind": kind,
        "coordinates": None, "tolerance_km": None,
    }  # fmt: skip
    if position:
        lon, lat, km = map(float, position.split())
        row |= {"coordinates": [lon, lat], "tolerance_km": km}
    mentions[row["id"]] = row
    return str(row["id"])


def _span(exact: str, text: str) -> dict[str, Any]:
    start = text.find(exact)
    if start < 0:
        raise ValueError(f"{exact!r} is not in the text")
    return {"exact": exact, "start": start, "end": start + len(exact)}


def _listed(
    row: dict[str, Any], key: str, read: Callable[[str, str], dict[str, Any]], text: str
) -> list[dict[str, Any]] | None:
    """The rows of a key; None when the analyst says nothing of it: then it is not scored."""
    return [read(words, text) for words in row[key]] if key in row else None


def _actor(words: str, text: str) -> dict[str, Any]:
    """ "perpetrator hommes armés": the role, then the words of the text."""
    role, _, exact = words.partition(" ")
    return {"role": role, "name": exact, "span": _span(exact, text)}


def _item(words: str, text: str) -> dict[str, Any]:
    """ "uav drones": the class, then the words of the text."""
    name, _, exact = words.partition(" ")
    return {"class": name, "span": _span(exact, text)}


def _claim(words: str, text: str) -> dict[str, Any]:
    """ "Jean Test | Telegram | conditional": the source, the channel, the hedge; "-" for none."""
    source, channel, hedge = (part.strip() for part in words.split("|"))
    return {
        "id": source,
        "source": _span(source, text)["exact"],
        "channel": None if channel == "-" else channel,
        "hedge": None if hedge == "-" else hedge,
    }


def _toll(words: str) -> dict[str, Any]:
    """ "injured_severe 2 2 exact of injured": kind, low, high, qualifier, the kind it is part of."""
    figure, _, whole = words.partition(" of ")
    kind, low, high, qualifier = figure.split()
    return {
        "kind": kind,
        "low": None if low == "-" else int(low),
        "high": None if high == "-" else int(high),
        "qualifier": qualifier,
        "subset_of": whole or None,
    }
