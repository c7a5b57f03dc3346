"""Documents of an archive that share an id: found without holding all ids in memory.

Each part leaves the sorted 64-bit hashes of its ids; they are compared range by range of the hash.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.archive.manifest import write_whole

#: Hash ranges compared one after the other: memory is a sixteenth of eight bytes a document.
RANGES = 16
#: Shared ids that are named; the rest is counted.
MOST_NAMED = 100


def ids_path(folder: Path, part: int) -> Path:
    """Where a worker leaves the hashes of a part's ids."""
    return folder / ".work" / "ids" / f"{part:06d}.npy"


def hash_of(document_id: str) -> int:
    """64 bits of a document's id."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest(), "big")


def store_ids(path: Path, document_ids: Sequence[str]) -> None:
    """Write the sorted hashes of a part's ids."""
    import numpy as np

    hashes = np.array(sorted(hash_of(name) for name in document_ids), dtype=np.uint64)
    buffer = io.BytesIO()
    np.save(buffer, hashes, allow_pickle=False)
    write_whole(path, buffer.getvalue())


def shared_hashes(folder: Path, parts: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Hashes of ids that stand more than once, each with the parts it stands in."""
    import numpy as np

    paths = [(part, ids_path(folder, part)) for part in parts]
    arrays = [
        (part, np.load(path, mmap_mode="r", allow_pickle=False))
        for part, path in paths
        if path.exists()
    ]
    width = 2**64 // RANGES
    for number in range(RANGES):
        low = np.uint64(number * width)
        high = np.uint64(min((number + 1) * width, 2**64) - 1)
        pieces, owners = [], []
        for part, array in arrays:
            first = np.searchsorted(array, low, "left")
            last = np.searchsorted(array, high, "right")
            pieces.append(np.asarray(array[first:last]))
            owners.append(np.full(last - first, part, dtype=np.int64))
        if not pieces:
            return
        hashes, parts_of = np.concatenate(pieces), np.concatenate(owners)
        order = np.argsort(hashes, kind="stable")
        hashes, parts_of = hashes[order], parts_of[order]
        same = np.flatnonzero(hashes[1:] == hashes[:-1])
        for value in np.unique(hashes[same]):
            first = np.searchsorted(hashes, value, "left")
            last = np.searchsorted(hashes, value, "right")
            yield int(value), [int(part) for part in parts_of[first:last]]
