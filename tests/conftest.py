"""Fixtures of every room."""

from tests.chromium import browser as browser
from tests.chromium import open_map as open_map
