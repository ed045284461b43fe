# Copied from runtime/chunks.py by `make generate`. Do not edit: edit the original.
"""Owns a fast path for chunked HTTP bodies, without I/O. Anything unusual is left to a parser."""

from __future__ import annotations

import re

__all__ = ["ChunkCutter"]

_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,15})\r\n")
_PART_OF_SIZE_LINE = re.compile(rb"[0-9A-Fa-f]{0,15}\r?\Z")
_END = b"\r\n"


class ChunkCutter:
    """Extracts the contents of a chunked body.

    It understands plain hexadecimal chunk sizes. It stops at anything else: the final chunk of
    length 0, a chunk extension, or a malformed line. `rest` then holds the unread bytes, and an
    HTTP parser can continue from the state in `left` and `footer`.

    Attributes:
        has_stopped: Whether an HTTP parser must read the rest.
        rest: The bytes that were not read.
        left: Number of bytes still missing from the current chunk.
        footer: The remaining part of the line break after the last chunk.
    """

    __slots__ = ("footer", "has_stopped", "left", "rest")

    def __init__(self) -> None:
        self.has_stopped = False
        self.rest: bytes = b""
        self.left = 0
        self.footer: bytes = b""

    def feed(self, data: bytes) -> bytes:
        """Return the joined contents of the chunks in these bytes. Empty data means the end."""
        if not data:
            self.has_stopped = True
            return b""
        data = self.rest + data if self.rest else data
        end = len(data)
        pieces: list[bytes] = []
        at = self._finish_chunk(data, pieces) if self.left or self.footer else 0
        while at < end and not self.has_stopped:
            line = _SIZE_LINE.match(data, at)
            size = int(line[1], 16) if line else 0
            if line is None or not size:
                self.has_stopped = line is not None or not _PART_OF_SIZE_LINE.match(data, at)
                break
            start = line.end()
            stop = start + size
            pieces.append(data[start:stop])
            at = stop + 2
            if at > end or data[stop:at] != _END:
                self.left = max(0, stop - end)
                at = min(stop, end)
                if not self.left:
                    self.footer = _END
                    at = self._finish_footer(data, at)
        self.rest = data[at:]
        return b"".join(pieces)

    def _finish_chunk(self, data: bytes, pieces: list[bytes]) -> int:
        """Read the rest of a chunk that earlier bytes began. Return where the next chunk begins."""
        at = 0
        if self.left:
            pieces.append(data[: self.left])
            at = min(self.left, len(data))
            self.left -= at
            if self.left:
                return at
            self.footer = _END
        return self._finish_footer(data, at)

    def _finish_footer(self, data: bytes, at: int) -> int:
        """Read the line break after a chunk. Stop if there is something else."""
        found = data[at : at + len(self.footer)]
        if not self.footer.startswith(found):
            self.has_stopped = True
            return at
        self.footer = self.footer[len(found) :]
        return at + len(found)
