"""The sentences of the reasons a page shows, in every language of its interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geomap.language.load import LANGUAGES, reason_templates


def reason_codes(records: Iterable[dict[str, Any]]) -> set[str]:
    """Codes of all reasons in some records."""
    codes: set[str] = set()
    for record in records:
        reasons = [record.get("x")]
        where = record.get("l")
        if where:
            reasons.append(where.get("rr"))
            for candidate in where.get("ca", ()):
                reasons += candidate[8]
        codes |= {reason[0] for reason in reasons if reason}
    return codes


def templates_of(codes: set[str]) -> dict[str, dict[str, str]]:
    """``{language: {code: sentence}}`` of those codes that have a sentence."""
    return {
        lang: {
            code: reason_templates(lang)[code]
            for code in sorted(codes)
            if code in reason_templates(lang)
        }
        for lang in LANGUAGES
    }
