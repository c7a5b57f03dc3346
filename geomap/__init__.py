"""geomap turns news text into incident maps: where things happened, in the words of the source."""

from __future__ import annotations

__version__ = "0.1.0"
