"""How long a test waits for a certain event, and an answer that takes as long."""

from __future__ import annotations

from typing import Any

#: Seconds until a hanging test fails. It must never make a working one fail, because a busy machine
#: may need much longer than an idle one.
PATIENCE = 600.0

#: Keywords of `OllamaServer.reply` for an answer that takes that long, unless it is ended.
LONG: dict[str, Any] = {"chunks": ["word "] * 60_000, "delay": PATIENCE / 60_000}
