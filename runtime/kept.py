"""Owns the texts of a streamed answer, kept in bounded memory until they are needed."""

from __future__ import annotations

import threading
from typing import IO, Any, NamedTuple

__all__ = ["RECENT_BYTES", "Kept"]

#: Number of bytes that are kept uncompressed, and of compressed bytes in memory.
RECENT_BYTES, _IN_MEMORY = 256 << 10, 512 << 10


class _Block(NamedTuple):
    """The location of some consecutive texts."""

    first: int
    """Number of texts before them."""
    length: int
    offset: int
    size: int


class Kept:
    """Texts in the order in which they arrived.

    The most recent texts are in a list. `pack` compresses them. More than half a megabyte of
    compressed data is moved to a temporary file without a name. This is rare, because the lines of
    a stream are similar and shrink to a tenth.
    """

    __slots__ = ("__weakref__", "_blocks", "_count", "_file", "_is_on_disk", "_lock", "recent")

    def __init__(self) -> None:
        self.recent: list[bytes] = []
        """The texts that are not compressed yet. Append to it."""
        self._count = 0
        self._blocks: list[_Block] = []
        self._file: IO[bytes] | None = None
        self._is_on_disk = False
        # One thread reads the stream, but others may ask for what has arrived.
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count + len(self.recent)

    def pack(self) -> bool:
        """Compress the recent texts. Return whether there was space for them."""
        import zlib
        from array import array

        texts = list(self.recent)
        sizes = array("Q", map(len, texts)).tobytes()
        block = zlib.compress(b"".join((sizes, *texts)), 1)
        with self._lock:
            try:
                offset = self._write(block)
            except OSError:  # if the disk is full, use memory instead of failing
                return False
            self._blocks.append(_Block(self._count, len(texts), offset, len(block)))
            self._count += len(texts)
            self.recent.clear()
        return True

    def _write(self, block: bytes) -> int:
        """Write a block, and return its offset."""
        import io

        if self._file is None:
            self._file = io.BytesIO()
        offset = self._file.seek(0, io.SEEK_END)
        if offset + len(block) > _IN_MEMORY and not self._is_on_disk:
            self._file, self._is_on_disk = self._moved(self._file), True
        self._file.write(block)
        self._file.flush()
        return offset

    def _moved(self, file: Any) -> IO[bytes]:
        """Return a temporary file with the content of another. It is closed with this object."""
        import tempfile
        from weakref import finalize

        moved = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        finalize(self, moved.close)
        moved.write(file.getbuffer())
        return moved

    def between(self, start: int, end: int) -> list[bytes]:
        """Return the texts from index `start` up to, but not including, `end`."""
        with self._lock:
            texts: list[bytes] = []
            for block in self._blocks:
                if block.first < end and start < block.first + block.length:
                    unpacked = self._unpacked(block)
                    texts += unpacked[max(0, start - block.first) : end - block.first]
            if end > self._count:
                texts += self.recent[max(0, start - self._count) : end - self._count]
            return texts

    def _unpacked(self, block: _Block) -> list[bytes]:
        import zlib
        from array import array

        if self._file is None:
            raise RuntimeError("blocks exist without a file")
        self._file.seek(block.offset)
        data = zlib.decompress(self._file.read(block.size))
        sizes = array("Q")
        at = block.length * sizes.itemsize
        sizes.frombytes(data[:at])
        texts: list[bytes] = []
        for size in sizes:
            texts.append(data[at : at + size])
            at += size
        return texts
