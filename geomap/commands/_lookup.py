"""What ``geomap lookup`` prints. Kept free of click and of modules of values: it answers at once."""

from __future__ import annotations

import sys

from geomap.gazetteer.features import label_of
from geomap.gazetteer.index import Index, Row, open_packs

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

TIERS = ("exact", "skeleton", "fuzzy")
#: The words of an answer. Names of kinds and of tiers stay as ``--json`` writes them in English.
_WORDS = {
    "en": {
        "none": "no place of this name is known", "elsewhere": "{} elsewhere",
        "more": "and {} more (--limit)", "people": "{} inhabitants", "away": "{} km away",
        "name": '{kind} name "{name}"', "alike": "{tier} match, {percent:.0%} alike",
        "since": "since {}", "until": "until {}",
    },
    "fr": {
        "none": "aucun lieu de ce nom n'est connu", "elsewhere": "{} ailleurs",
        "more": "et {} autres (--limit)", "people": "{} habitants", "away": "à {} km",
        "name": "{kind} « {name} »", "alike": "{tier}, ressemblance {percent:.0%}",
        "since": "depuis {}", "until": "jusqu'à {}",
        "official": "nom usuel", "exonym": "exonyme", "endonym": "endonyme",
        "former": "ancien nom", "alias": "autre nom", "abbrev": "sigle", "demonym": "gentilé",
        "romanised": "romanisation", "skeleton": "autre graphie", "fuzzy": "approchant",
        "de_jure": "de droit", "de_facto": "de fait", "occupied": "occupé",
        "claimed": "revendiqué",
    },
}  # fmt: skip


def quick(words: Sequence[str]) -> int | None:
    """Answer ``lookup`` when its words are names and perhaps ``--json``; None for anything else."""
    names = [word for word in words if word != "--json"]
    if not names or any(word.startswith("-") for word in names):
        return None
    print_lookups(Index(open_packs()), names, as_json="--json" in words)
    return 0


def print_lookups(
    index: Index,
    names: Sequence[str],
    *,
    as_json: bool = False,
    lang: str | None = None,
    near: tuple[float, float] | None = None,
    country: str | None = None,
    limit: int = 10,
) -> None:
    """Print what answers to each name: JSON lines, or a paragraph a name. ``near`` is lon, lat."""
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(errors="backslashreplace")
    for name in names:
        rows = index.rows_of_name(name, TIERS)
        total = len(rows)
        rows = _chosen(rows, lang, near, country)
        if as_json:
            import json

            results = [result_of(row) for row in rows[:limit]]
            line = json.dumps({"query": name, "results": results}, ensure_ascii=False)
            out.write(line + "\n")
        else:
            out.write(_paragraph(index, name, rows, limit, total, near, lang or "en"))


def _chosen(
    rows: list[Row], lang: str | None, near: tuple[float, float] | None, country: str | None
) -> list[Row]:
    if country:
        rows = [r for r in rows if r.pack.fields(r.row)["country"] == country.upper()]
    if lang:
        from geomap.gazetteer.index import in_language

        rows = in_language(rows, lang)
    if near:
        rows = sorted(rows, key=lambda r: _distance_m(r, near))
    return rows


def _distance_m(row: Row, near: tuple[float, float]) -> float:
    from geomap.gazetteer.sphere import great_circle_m

    return great_circle_m(*near, row.pack.c_lon[row.row] / 1e5, row.pack.c_lat[row.row] / 1e5)


def result_of(row: Row) -> dict[str, Any]:
    """A place that answers, in the form of ``lookup --json``."""
    place = row.pack.fields(row.row)
    result = {
        "id": place["id"], "name": place["name"], "matched": row.matched, "tier": row.tier,
        "lon": place["lon"], "lat": place["lat"], "geometry_kind": place["geometry_kind"],
        "feature_class": place["feature_class"], "feature_code": place["feature_code"],
        "country": place["country"], "admin1": place["admin1"], "population": place["population"],
        "source": place["source"], "name_kind": row.kind, "radius_m": place["radius_m"],
    }  # fmt: skip
    if row.tier != "exact":
        result["similarity"] = row.similarity
    if place["feature_class"] == "O":  # an organisation is nowhere
        result["lon"] = result["lat"] = result["radius_m"] = None
    claims = row.pack.claims(row.row)
    if claims:
        keys = ("country", "status", "since", "until", "note")
        result["claims"] = [
            {k: v for k, v in zip(keys, claim, strict=True) if v is not None} for claim in claims
        ]
    return result


def _paragraph(
    index: Index,
    name: str,
    rows: list[Row],
    limit: int,
    total: int,
    near: tuple[float, float] | None,
    lang: str,
) -> str:
    words = _WORDS[lang]
    if not rows:
        why = f"; {words['elsewhere'].format(total)}" if total else ""
        return f"{name}: {words['none']}{why}\n"
    lines = [f"{name}"]
    for number, row in enumerate(rows[:limit], 1):
        lines += _entry(index, number, row, near, lang)
    if len(rows) > limit:
        lines.append(f"     {words['more'].format(len(rows) - limit)}")
    return "\n".join(lines) + "\n"


def _entry(
    index: Index, number: int, row: Row, near: tuple[float, float] | None, lang: str
) -> list[str]:
    place, words = result_of(row), _WORDS[lang]
    parts = [label_of(place["feature_class"], place["feature_code"], lang)]
    where = [_admin1_name(index, place, lang), place["country"]]
    parts += [", ".join(w for w in where if w)] if any(where) else []
    if place["population"]:
        parts.append(words["people"].format(_number(place["population"], lang)))
    if place["lat"] is not None:
        parts.append(_position(place["lon"], place["lat"], lang))
    if near:
        parts.append(words["away"].format(_number(round(_distance_m(row, near) / 1000), lang)))
    kind = place["name_kind"]
    how = words["name"].format(kind=words.get(kind, kind), name=row.matched)
    if row.tier != "exact":
        tier = words.get(row.tier, row.tier)
        how += f", {words['alike'].format(tier=tier, percent=row.similarity)}"
    lines = [
        f"{number:>4}. {_shown_name(row, lang) or place['name']}  {place['id']}",
        f"      {' · '.join(parts)}",
        f"      {how} · {place['source']}",
    ]
    for claim in place.get("claims", ()):
        times = [f" {words[key].format(claim[key])}" for key in ("since", "until") if key in claim]
        note = f" ({claim['note']})" if "note" in claim else ""
        status = words.get(claim["status"], claim["status"].replace("_", " "))
        lines.append(
            f"      {status}{' :' if lang == 'fr' else ':'} {claim['country']}{''.join(times)}{note}"
        )
    return lines


def _shown_name(row: Row, lang: str) -> str | None:
    """What readers of the language call the place; None when it has no name of its own there."""
    for text, language, kind in row.pack.name_parts_of(row.row):
        if language == lang and kind in {"official", "exonym"}:
            return text
    return None


def _admin1_name(index: Index, place: dict[str, Any], lang: str) -> str | None:
    if not place["admin1"] or not place["country"] or place["feature_code"] == "ADM1":
        return None
    found = index.find(f"adm1:{place['country']}.{place['admin1']}")
    if found is None:
        return None
    pack, number = found
    for text, language, kind in pack.name_parts_of(number):
        if language == lang and kind == "official":
            return text
    name: str = pack.fields(number)["name"]
    return name


def _number(value: int, lang: str) -> str:
    grouped = f"{value:,}"
    return grouped.replace(",", "\u202f") if lang == "fr" else grouped


def _position(lon: float, lat: float, lang: str) -> str:
    north, east = ("N" if lat >= 0 else "S"), ("E" if lon >= 0 else "O" if lang == "fr" else "W")
    return f"{abs(lat):.4f} {north} {abs(lon):.4f} {east}"
