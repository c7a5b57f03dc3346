"""The learned tagger: which tokens of a zone are a place, a person, an organisation, or none.

A linear-chain CRF (python-crfsuite) over the tokens of zones only, so most of a text never reaches
it. The model ships with geomap; ``model.md`` beside it tells what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from geomap.errors import GazetteerError

MODEL = "names.crfsuite"
#: Tag of a token, BIO over these kinds.
KINDS = ("LOC", "PER", "ORG", "MISC")


class Tagger:
    """An opened model."""

    def __init__(self, data: bytes) -> None:
        import pycrfsuite

        #: the library reads the model where it lies: the bytes must live as long as the tagger
        self._data = data
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(data)

    def tag(self, items: Sequence[Sequence[str]]) -> list[str]:
        """The tags of a zone's tokens."""
        tags: list[str] = self._tagger.tag(items)
        return tags

    def place_probability(self, first: int, last: int) -> float:
        """How sure it is that tokens ``[first, last)`` of the zone just tagged are a place."""
        marginal = self._tagger.marginal
        return min(
            float(marginal("B-LOC" if at == first else "I-LOC", at)) for at in range(first, last)
        )


@lru_cache(maxsize=1)
def open_tagger() -> Tagger:
    """The tagger of this process, opened once.

    Raises GazetteerError, naming the file and the command that makes it, when the model is missing.
    """
    file = resources.files("geomap.places").joinpath(MODEL)
    try:
        return Tagger(file.read_bytes())
    except FileNotFoundError as error:
        raise GazetteerError(
            "the model of the tagger is missing",
            source=f"geomap/places/{MODEL}", hint="python -m geomap.places.training",
        ) from error  # fmt: skip
