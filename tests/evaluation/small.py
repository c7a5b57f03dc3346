"""Small corpora of our own, written to a folder, in every form that ``evaluate`` reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXTS = (
    ("fr", "Des drones ont frappé Izmaïl et Odessa, a annoncé Moscou.", {"Izmaïl": (28.84, 45.35), "Odessa": (30.73, 46.48), "Moscou": (37.62, 55.75)}),
    ("fr", "À Tombouctou, au Mali, un convoi a été attaqué.", {"Tombouctou": (-3.0, 16.77), "Mali": (-4.0, 17.0)}),
    ("en", "A fire broke out in London, Ontario.", {"London": (-81.23, 42.98), "Ontario": (-85.0, 50.0)}),
)  # fmt: skip


def documents() -> list[dict[str, Any]]:
    rows = []
    for number, (lang, text, places) in enumerate(TEXTS):
        toponyms = [
            {"start": text.index(name), "end": text.index(name) + len(name), "text": name,
             "lon": lon, "lat": lat}
            for name, (lon, lat) in places.items()
        ]  # fmt: skip
        rows.append({"id": f"d{number}", "lang": lang, "text": text, "toponyms": toponyms})
    return rows


def tagged() -> list[dict[str, Any]]:
    return [
        {"id": "s0", "lang": "fr",
         "tokens": ["Le", "maire", "de", "Lyon", ",", "Paul", "Martin", ",", "est", "à", "Paris", "."],
         "tags": ["O", "O", "O", "B-LOC", "O", "B-PER", "I-PER", "O", "O", "O", "B-LOC", "O"]},
        {"id": "s1", "lang": "fr", "tokens": ["Il", "pleut", "."], "tags": ["O", "O", "O"]},
    ]  # fmt: skip


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path
