"""Reads a page back in Python: its blocks, its columns, its records, its policy."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from typing import Any

from geomap.render.encode import ALPHABET

_BLOCK = re.compile(
    rb'<script type="application/octet-stream" id="gm-([a-z0-9-]+)">([^<]*)</script>'
)


def unprintable(text: bytes) -> bytes:
    """The bytes that ``printable`` wrote."""
    value_by_letter = {letter: i for i, letter in enumerate(ALPHABET)}
    padding = value_by_letter[text[0]]
    bits, held, out = 0, 0, bytearray()
    for i in range(1, len(text), 2):
        bits = bits << 13 | value_by_letter[text[i]] * 91 + value_by_letter[text[i + 1]]
        held += 13
        while held >= 8:
            held -= 8
            out.append(bits >> held & 255)
        bits &= (1 << held) - 1
    return bytes(out[: len(out) - padding])


def blocks_of(page: bytes) -> dict[str, bytes]:
    return {name.decode(): unpacked(unprintable(text)) for name, text in _BLOCK.findall(page)}


def unpacked(data: bytes) -> bytes:
    """What a block holds: gzip, or the bytes after a zero byte."""
    return data[1:] if data[:1] == b"\0" else gzip.decompress(data)


def json_of(page: bytes, name: str) -> Any:
    return json.loads(blocks_of(page)[name].decode("utf-8", "surrogatepass"))


def records_of(page: bytes) -> list[dict[str, Any]]:
    blocks = blocks_of(page)
    tokens = ["\n", *blocks["dictionary"].decode().split("\n")] if "dictionary" in blocks else None
    records: list[dict[str, Any]] = []
    number = 0
    while f"t{number}" in blocks:
        content = blocks[f"t{number}"]
        lines = decode_tokens(content, tokens) if tokens else content.decode("utf-8")
        records += [json.loads(line) for line in lines.split("\n")]
        number += 1
    return records


def decode_tokens(data: bytes, tokens: list[str]) -> str:
    parts, at = [], 0
    while at < len(data):
        value, length = 0, 0
        while data[at] < 128:
            value, length, at = value << 7 | data[at], length + 1, at + 1
        value = (value << 7 | data[at] & 127) + (0, 128, 16512)[length]
        at += 1
        if value:
            parts.append(tokens[value - 1])
            continue
        size, shift = 0, 0
        while True:
            size |= (data[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if data[at - 1] < 128:
                break
        parts.append(data[at : at + size].decode("utf-8"))
        at += size
    return "".join(parts)


class Structure(HTMLParser):
    """Tags and attribute names of a page, in order, as a browser's parser sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Any] = []
        self.scripts: list[str] = []
        self.policy = ""
        self._in_script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        values = dict(attrs)
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values.get("content") or ""
        if tag == "script" and not values.get("type"):
            self._in_script = ""

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("/" + tag, ()))
        if tag == "script" and self._in_script is not None:
            self.scripts.append(self._in_script)
            self._in_script = None

    def handle_data(self, data: str) -> None:
        if self._in_script is not None:
            self._in_script += data


def structure_of(page: bytes) -> Structure:
    parser = Structure()
    parser.feed(page.decode("utf-8"))
    parser.close()
    return parser
