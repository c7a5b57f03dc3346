"""Fixtures of every room."""

import signal

from tests.chromium import browser as browser
from tests.chromium import open_map as open_map

# What a shell starts in the background ignores Ctrl-C, and so would the processes the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
