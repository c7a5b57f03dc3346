"""The console entry point, and ``python -m geomap``.

``geomap lookup NAME`` is answered before the command line's library is imported: people and scripts ask
for one name at a time, and the answer takes less time than reading the library would.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from types import FrameType

#: Objects made before Python looks for rings of them. Its own 700 costs a tenth of a short run, in
#: which nothing is thrown away; half a million are some 50 MB.
OBJECTS_BETWEEN_COLLECTIONS = 500_000


def main() -> None:
    """Run the command that stands on the command line."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
    words = sys.argv[1:]
    if words[:1] == ["lookup"]:
        _quick_lookup(words[1:])
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    from geomap.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # the process ends: looking once more for rings would take a tenth of it


def _interrupted(_number: int, frame: FrameType | None) -> None:
    """Ctrl-C: KeyboardInterrupt, as ever; but while a module is read the process ends here.

    A library in C whose import is interrupted prints a traceback of its own and raises something else
    (numpy 2: ImportError). Nothing is being written then.
    """
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            os.write(2, b"geomap: stopped\n")
            os._exit(130)
        frame = frame.f_back
    raise KeyboardInterrupt


def _quick_lookup(words: list[str]) -> None:
    """Answer and leave; come back when the words need the whole command line."""
    from geomap.commands._lookup import quick
    from geomap.errors import GeomapError

    try:
        status = quick(words)
    except GeomapError as error:
        sys.stderr.write(f"geomap: {error}\n")
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    if status is not None:
        sys.exit(status)


if __name__ == "__main__":
    main()
