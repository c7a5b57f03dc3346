"""Regular expressions that are compiled when a text first needs them.

The language files hold hundreds of patterns, each asked only where one of its words stands. Compiling
all of them was a third of the time of reading one article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LazyPattern:
    """A regular expression by its source; compiled once, when it is first matched."""

    def __init__(
        self, source: str | Callable[[], str], broken: Callable[[re.error], Exception] | None = None
    ) -> None:
        """``broken`` makes the error raised when the source is no regular expression."""
        self._source = source
        self._broken = broken

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        source = self._source if isinstance(self._source, str) else self._source()
        try:
            return re.compile(source)
        except re.error as error:
            if self._broken is None:
                raise
            raise self._broken(error) from error

    @property
    def pattern(self) -> str:
        """The expression as text."""
        return self.compiled.pattern

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        return self.compiled.match(text, position)

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        return self.compiled.search(text, position)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)
