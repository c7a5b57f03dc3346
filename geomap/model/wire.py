"""Findings as JSON, in the form other programs may rely on (``"schema": "geomap/1"``).

One object a document. Beside the fixed fields stand ours, which a reader may ignore: they make the
way back exact. Reasons are written twice, as a sentence for people and as a code for us; geometries
and gazetteer records that occur many times are written once (``shapes``, ``records``) and numbered.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from geomap.errors import BadRecord
from geomap.model.findings import SCHEMA, Findings
from geomap.model.wire_read import findings_of
from geomap.model.wire_write import Writer

UiLanguage = Literal["fr", "en"]


def findings_to_json(
    findings: Findings, ui_lang: UiLanguage = "fr", *, with_text: bool = True
) -> bytes:
    """One JSON object, one line, UTF-8, no line break at the end.

    ``ui_lang`` is the language of the reasons and of ``why_not``. Without its text the findings
    keep every quote, but what lies between is gone.
    """
    return msgspec.json.encode(Writer(findings, ui_lang, with_text=with_text).findings())


def findings_from_json(data: bytes | str, source: str | None = None) -> Findings:
    """The findings of one JSON object.

    Raises BadRecord naming the field when it is no findings, a value is not of its kind, or a
    quote does not stand where it says.
    """
    try:
        raw = _decoded(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}", source=source) from error
    return findings_from_builtins(raw, source)


def _decoded(data: bytes | str) -> Any:
    """The object, its shapes left as they are written: an archive has the same ones again and again."""
    try:
        fields = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        shapes = msgspec.json.decode(fields.pop("shapes", b"[]"), type=list[msgspec.Raw])
    except msgspec.ValidationError:  # JSON of another form: what is wrong with it is said later
        return msgspec.json.decode(data)
    raw: dict[str, Any] = {name: msgspec.json.decode(value) for name, value in fields.items()}
    raw["shapes"] = [bytes(shape) for shape in shapes]
    return raw


def findings_from_builtins(raw: Any, source: str | None = None) -> Findings:
    """As ``findings_from_json``, of an object already decoded."""
    if not is_findings(raw):
        raise BadRecord(f'not findings: "schema" is not "{SCHEMA}"', source=source)
    return findings_of(raw, source)


def is_findings(raw: Any) -> bool:
    """True for a decoded JSON object that says it is findings."""
    return isinstance(raw, dict) and raw.get("schema") == SCHEMA
