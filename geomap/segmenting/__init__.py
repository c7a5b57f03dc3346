"""Document -> tokens, sentences, stories. ``segment`` is the door."""

from geomap.segmenting.sentences import segment

__all__ = ["segment"]
