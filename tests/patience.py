"""How long a test waits for a certain event, and an answer that takes as long."""

from __future__ import annotations

from typing import Any

#: Seconds. It bounds a failure (something hangs) and never decides a success: a machine that is
#: busy with other work may take long for what is a moment's work on an idle one.
PATIENCE = 600.0

#: Keywords of `OllamaServer.reply` for an answer that takes that long, unless it is ended.
LONG: dict[str, Any] = {"chunks": ["word "] * 60_000, "delay": PATIENCE / 60_000}
