"""Owns the exchange of messages that `Chat.stream` reads."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import attrs
from ollama_client.models import ChatResponse, Message

from ollama._tools.run import NOTHING, LoopState

LoopT = TypeVar("LoopT", bound=LoopState)


@attrs.define(eq=False)
class Exchange(Generic[LoopT]):
    """What is said by the user, and what comes of it."""

    said: list[Message]
    streams: bool
    has_begun: bool = False
    final: ChatResponse | None = None
    """The last answer, once it is there."""
    loop: LoopT = attrs.field(init=False)
    prompt: list[Message] = attrs.field(init=False)

    def begin(self, loop: LoopT) -> None:
        """Settle what is sent."""
        self.loop, self.has_begun = loop, True
        self.prompt = list(loop.plan.messages)

    def stop(self) -> None:
        """End what is going on."""
        if self.has_begun:
            self.loop.stop()

    @property
    def stream(self) -> Any:
        """The stream of the turn that is going on, or of the last one."""
        return self.loop.answer if self.has_begun else NOTHING

    @property
    def answered(self) -> list[Message]:
        """The messages that have come since, in whole turns."""
        return self.loop.plan.messages[len(self.prompt) :]
