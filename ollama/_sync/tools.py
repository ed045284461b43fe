# Rendered from ollama/_async/tools.py by `make generate`. Do not edit: edit that file.
"""Owns `run_tools`, which carries out the tool loop with a client."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any

from ollama_client._runtime.iterators import ClosingIterator
from ollama_client.errors import StreamStoppedError

from ollama._core.requests import demand_keywords
from ollama._methods.keywords import ChatSettings
from ollama._tools.events import ToolRunEvent, ToolRunResult
from ollama._tools.loop import Approval, Ask, Plan, Work
from ollama._tools.run import LoopState, RunState, Step, events_of, settled, shown

__all__ = ["ToolRun"]


class Loop(LoopState):
    """The loop of a `Client`."""

    def steps(self) -> Generator[Step, None, None]:
        """Carry out the plan. Yield the pieces of answers, and the other events."""
        for action in self.plan.actions():
            self.demand_going()
            if isinstance(action, Ask):
                with closing(self._ask(action)) as steps:
                    for step in steps:
                        yield step
            elif isinstance(action, Approval):
                action.verdict = settled(action.hook(action.event))
            elif isinstance(action, Work):
                with closing(self._work(action.jobs)) as results:
                    for result in results:
                        yield result
            else:
                yield action

    def tell(self, event: ToolRunEvent) -> None:
        """Pass an event to the user's hook."""
        if self.plan.rules.on_event is not None:
            settled(self.plan.rules.on_event(event))

    def _ask(self, ask: Ask) -> Generator[Step, None, None]:
        turn = {"messages": ask.messages, "tools": ask.tools, "format": ask.format}
        answer = self._client.chat(**{**self._chat, **turn, "stream": self.stream})
        if not self.stream:
            ask.response = answer
            for step in shown(ask, answer):
                yield step
            return
        with answer:
            self.answer, self.is_answering = answer, True
            for piece in answer:
                for step in shown(ask, piece):
                    yield step
            answer._demand_going()
            ask.response, self.is_answering = answer.current, False


class ToolRun(RunState, ClosingIterator[ToolRunEvent]):
    """The events of `Client.run_tools(stream=True)`, as they happen.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.run_tools("llama3.2", messages, tools=[add], stream=True) as run:
            for event in run:
                if event.type == "text":
                    print(event.text, end="")
            result = run.get_final_result()

    The request is sent when the first event is read. Leaving the block or calling `close()`
    closes the connection, and no further tool is called. Tools that run in threads cannot be
    stopped: their results are dropped, without waiting for them.
    """

    def __init__(self, loop: Loop) -> None:
        super().__init__(loop)
        self._items = _told(loop)

    def get_final_result(self) -> ToolRunResult:
        """Continue the run to its end and return the result.

        Raises:
            ToolLoopError: The model reached the limit of calls, or called an unknown tool.
            OutputError: The last answer does not match the format.
            ResponseError: The server answered with an error.
            RuntimeError: The run was closed or failed before its end.
        """
        for _ in self._items:
            pass
        return self._result()


# This refers to the loop and not to the run. A run without references must be freed immediately, to
# close its connection. In a reference cycle, it would wait for the garbage collector.
def _told(loop: Loop) -> Generator[ToolRunEvent, None, None]:
    try:
        with closing(loop.steps()) as steps:
            for step in steps:
                for event in events_of(step):
                    loop.tell(event)
                    yield event
    except StreamStoppedError:
        if not loop.stream:
            raise


def run_tools(
    client: Any,
    messages: Any,
    tools: Any,
    format: Any,
    rules: Mapping[str, Any],
    stream: bool,
    chat: Mapping[str, Any],
) -> ToolRun | ToolRunResult:
    """Carry out the method `run_tools`. Return the run if it streams, otherwise its result."""
    demand_keywords("run_tools", chat, ("model", *ChatSettings.__annotations__), rules)
    plan = Plan.of(messages, tools, format, rules, client._allow_image_paths)
    run = ToolRun(Loop(client, plan, chat, stream=stream))
    return run if stream else run.get_final_result()
