"""Blobs and their cache. A blob's name is the hash of what it says, so a cached one is always right."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Blob:
    """One version of one object: its *hash*, its *kind* and the frozen document."""

    hash: str
    kind: str
    doc: dict[str, Any]


class BlobCache:
    """The blobs used last, at most *size* of them, for all threads of a process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._blobs: OrderedDict[str, Blob] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> Blob | None:
        """Return the blob with the hash *name* if it is here."""
        with self._lock:
            blob = self._blobs.get(name)
            if blob is not None:
                self._blobs.move_to_end(name)
            return blob

    def put(self, blob: Blob) -> Blob:
        """Keep *blob*, dropping the one that was not asked for the longest, and return it."""
        with self._lock:
            self._blobs[blob.hash] = blob
            self._blobs.move_to_end(blob.hash)
            while len(self._blobs) > self._size:
                self._blobs.popitem(last=False)
        return blob

    def forget(self) -> None:
        """Drop everything; the next question reads the database again."""
        with self._lock:
            self._blobs.clear()
