"""Verb forms from infinitives, with the tense each form carries, so that triggers are data.

The endings stand in ``<lang>/verbs.toml``: one pattern an infinitive's ending, and whole tables for
verbs no pattern covers. Forms are folded (see ``language.fold``): "frappé" and "frappe" share a
key, and the words around it tell a participle from a noun.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from geomap.language.fold import fold
from geomap.language.load import load

Tense = Literal["inf", "pres", "past", "pp", "ger", "impf", "fut", "cond", "subj"]
TENSES: tuple[Tense, ...] = ("inf", "pres", "past", "pp", "ger", "impf", "fut", "cond", "subj")
#: Tenses a main clause can stand in.
FINITE: frozenset[str] = frozenset({"pres", "past", "impf", "fut", "cond"})


@lru_cache(maxsize=4096)
def forms_of(infinitive: str, lang: str) -> dict[str, frozenset[str]]:
    """Folded forms of a verb -> the tenses each may be. The infinitive may carry a particle."""
    table = load(lang, "verbs")
    base = fold(infinitive)
    irregular = table["irregular"].get(base)
    if irregular is not None:
        spelt = {tense: tuple(irregular.get(tense, ())) for tense in TENSES}
        spelt["inf"] = (*spelt["inf"], base)
    else:
        spelt = _regular(base, table["pattern"])
    tenses: dict[str, set[str]] = {}
    for tense, forms in spelt.items():
        for form in forms:
            tenses.setdefault(form, set()).add(tense)
    return {form: frozenset(names) for form, names in tenses.items()}


def _regular(base: str, patterns: list[dict[str, object]]) -> dict[Tense, tuple[str, ...]]:
    for pattern in patterns:  # the longest endings stand first
        suffix = str(pattern["suffix"])
        if base.endswith(suffix):
            stem = base[: len(base) - len(suffix)] if suffix else base
            return {
                tense: tuple(_join(stem, str(ending)) for ending in pattern.get(tense, ()))  # type: ignore[attr-defined]
                for tense in TENSES
            }
    return {tense: (base,) if tense == "inf" else () for tense in TENSES}


def _join(stem: str, ending: str) -> str:
    """A stem and an ending; ``=`` doubles the stem's last letter ("stop" + "=ed")."""
    if ending.startswith("="):
        return stem + stem[-1:] + ending[1:]
    return stem + ending
