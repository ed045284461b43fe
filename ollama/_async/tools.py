"""Owns `run_tools`, which carries out the tool loop with a client."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from ollama_client._runtime.iterators import AsyncClosingIterator
from ollama_client.errors import StreamStoppedError

from ollama._core.requests import demand_keywords
from ollama._methods.keywords import ChatSettings
from ollama._tools.events import ToolRunEvent, ToolRunResult
from ollama._tools.loop import Approval, Ask, Plan, Work
from ollama._tools.run import LoopState, RunState, Step, asettled, events_of, shown

__all__ = ["AsyncToolRun"]


class AsyncLoop(LoopState):
    """The loop of an `AsyncClient`."""

    async def steps(self) -> AsyncGenerator[Step, None]:
        """Carry out the plan. Yield the pieces of answers, and the other events."""
        for action in self.plan.actions():
            self.demand_going()
            if isinstance(action, Ask):
                async with aclosing(self._ask(action)) as steps:
                    async for step in steps:
                        yield step
            elif isinstance(action, Approval):
                action.verdict = await asettled(action.hook(action.event))
            elif isinstance(action, Work):
                async with aclosing(self._awork(action.jobs)) as results:
                    async for result in results:
                        yield result
            else:
                yield action

    async def tell(self, event: ToolRunEvent) -> None:
        """Pass an event to the user's hook."""
        if self.plan.rules.on_event is not None:
            await asettled(self.plan.rules.on_event(event))

    async def _ask(self, ask: Ask) -> AsyncGenerator[Step, None]:
        turn = {"messages": ask.messages, "tools": ask.tools, "format": ask.format}
        answer = await self._client.chat(**{**self._chat, **turn, "stream": self.stream})
        if not self.stream:
            ask.response = answer
            for step in shown(ask, answer):
                yield step
            return
        async with answer:
            self.answer, self.is_answering = answer, True
            async for piece in answer:
                for step in shown(ask, piece):
                    yield step
            answer._demand_going()
            ask.response, self.is_answering = answer.current, False


class AsyncToolRun(RunState, AsyncClosingIterator[ToolRunEvent]):
    """The events of `AsyncClient.run_tools(stream=True)`, as they happen.

    Iterate over it, or use it in an `async with` block, which closes it at the end:

        async with await client.run_tools("llama3.2", messages, tools=[add], stream=True) as run:
            async for event in run:
                if event.type == "text":
                    print(event.text, end="")
            result = await run.get_final_result()

    The request is sent when the first event is read. Leaving the block or awaiting `aclose()`
    closes the connection, and no further tool is called. Tools that run in threads cannot be
    stopped: their results are dropped, without waiting for them.

    Cancelling the task does the same. The tasks of async tools are cancelled in both cases.
    """

    def __init__(self, loop: AsyncLoop) -> None:
        super().__init__(loop)
        self._items = _told(loop)

    async def get_final_result(self) -> ToolRunResult:
        """Continue the run to its end and return the result.

        Raises:
            ToolLoopError: The model reached the limit of calls, or called an unknown tool.
            OutputError: The last answer does not match the format.
            ResponseError: The server answered with an error.
            RuntimeError: The run was closed or failed before its end.
        """
        async for _ in self._items:
            pass
        return self._result()


# This refers to the loop and not to the run. A run without references must be freed immediately, to
# close its connection. In a reference cycle, it would wait for the garbage collector.
async def _told(loop: AsyncLoop) -> AsyncGenerator[ToolRunEvent, None]:
    try:
        async with aclosing(loop.steps()) as steps:
            async for step in steps:
                for event in events_of(step):
                    await loop.tell(event)
                    yield event
    except StreamStoppedError:
        if not loop.stream:
            raise


async def run_tools(
    client: Any,
    messages: Any,
    tools: Any,
    format: Any,
    rules: Mapping[str, Any],
    stream: bool,
    chat: Mapping[str, Any],
) -> AsyncToolRun | ToolRunResult:
    """Carry out the method `run_tools`. Return the run if it streams, otherwise its result."""
    demand_keywords("run_tools", chat, ("model", *ChatSettings.__annotations__), rules)
    plan = Plan.of(messages, tools, format, rules, client._allow_image_paths)
    run = AsyncToolRun(AsyncLoop(client, plan, chat, stream=stream))
    return run if stream else await run.get_final_result()
