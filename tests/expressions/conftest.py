"""One open gazetteer for all tests of expressions, and a short way to read a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geomap.config import Options
from geomap.expressions import locate_expressions
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.places import find_mentions, roles_of_anaphors
from geomap.segmenting import segment

Read = Callable[..., list[Mention]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Read:
    """A text -> its mentions, expressions located."""

    def mentions_of(text: str, lang: str = "fr") -> list[Mention]:
        segmented = segment(Document("d", text, "", lang=lang), lang)  # type: ignore[arg-type]
        named = find_mentions(segmented, gazetteer, Options().places)
        located = locate_expressions(segmented, named, gazetteer)
        return roles_of_anaphors(segmented, located, lang)

    return mentions_of
