"""Owns `run_tools`: carrying the tool loop out, with a client of either kind."""

from __future__ import annotations

import asyncio
import inspect
import queue
from collections.abc import AsyncGenerator, Awaitable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, closing
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeAlias

from ollama_client.models import ChatResponse

from ollama._core.iterators import AsyncClosingIterator, ClosingIterator
from ollama._tools.events import (
    TextEvent,
    ThinkingEvent,
    ToolResultEvent,
    ToolRunEvent,
    ToolRunResult,
    assistant_message,
)
from ollama._tools.loop import Approval, Ask, Job, Plan, Work

if TYPE_CHECKING:
    from ollama._types import Message

__all__ = [
    "AsyncToolRun",
    "ToolRun",
]

Step: TypeAlias = ChatResponse | ToolRunEvent
"""A piece of an answer (the whole of one that does not stream), or another event."""


# ---------------------------------------------------------------------- carrying it out


class _Loop:
    """What the loops of both kinds share: everything but waiting."""

    def __init__(
        self, client: Any, plan: Plan, chat: Mapping[str, Any], *, stream: bool = False
    ) -> None:
        """Begin nothing yet.

        Args:
            client: Calls the model.
            plan: What to do.
            chat: Arguments of `chat` that stay the same from turn to turn.
            stream: Whether the answers stream.
        """
        self._client = client
        self.plan = plan
        self._chat = chat
        self.stream = stream
        self.answer: Any = None
        """The stream of the turn that is going on, or of the last one."""
        self.is_answering = False

    @property
    def partial(self) -> ChatResponse | None:
        """What has arrived of an answer that is not at its end."""
        return self.answer.current if self.is_answering else None

    def _request(self, ask: Ask) -> dict[str, Any]:
        varying = {"messages": ask.messages, "tools": ask.tools, "format": ask.format}
        return {**self._chat, **varying, "stream": self.stream}

    def _done(self, job: Job) -> ToolResultEvent:
        """Return the event of a job, or raise what its tool raised if the user wants that."""
        if job.error is not None and job.is_fault and self.plan.rules.tool_errors == "raise":
            raise job.error
        return job.event()

    def _threads(self, count: int) -> ThreadPoolExecutor:
        workers = min(self.plan.rules.max_parallel, count)
        return ThreadPoolExecutor(workers, thread_name_prefix="ollama-tool")


class Loop(_Loop):
    """The loop of a `Client`."""

    def steps(self) -> Generator[Step, None, None]:
        """Carry the plan out; yield the pieces of answers, and the other events."""
        for action in self.plan.actions():
            if isinstance(action, Ask):
                yield from self._ask(action)
            elif isinstance(action, Approval):
                action.verdict = self._approve(action)
            elif isinstance(action, Work):
                yield from self._work(action.jobs)
            else:
                yield action

    def tell(self, event: ToolRunEvent) -> None:
        """Tell the user's hook of an event."""
        if self.plan.rules.on_event is not None:
            answer = self.plan.rules.on_event(event)
            if inspect.isawaitable(answer):
                _in_thread(answer)

    def _ask(self, ask: Ask) -> Generator[Step, None, None]:
        answer = self._client.chat(**self._request(ask))
        if not self.stream:
            ask.response = answer
            yield from _shown(ask, answer)
            return
        with answer:
            self.answer, self.is_answering = answer, True
            for piece in answer:
                yield from _shown(ask, piece)
            ask.response, self.is_answering = answer.current, False

    def _approve(self, approval: Approval) -> Any:
        approve: Any = self.plan.rules.approve
        verdict = approve(approval.event)
        return _in_thread(verdict) if inspect.isawaitable(verdict) else verdict

    def _work(self, jobs: list[Job]) -> Generator[ToolResultEvent, None, None]:
        if self.plan.rules.max_parallel == 1:
            for job in jobs:
                job.begin()
                if job.is_awaitable:
                    _in_thread(job.finish())
                yield self._done(job)
            return
        finished: queue.SimpleQueue[Future[Job]] = queue.SimpleQueue()
        pool = self._threads(len(jobs))
        try:
            for job in jobs:
                future = pool.submit(copy_context().run, _carry_out, job)
                future.add_done_callback(finished.put)
            for _ in jobs:
                yield self._done(finished.get().result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class AsyncLoop(_Loop):
    """The loop of an `AsyncClient`."""

    async def steps(self) -> AsyncGenerator[Step, None]:
        """Carry the plan out; yield the pieces of answers, and the other events."""
        for action in self.plan.actions():
            if isinstance(action, Ask):
                async with aclosing(self._ask(action)) as steps:
                    async for step in steps:
                        yield step
            elif isinstance(action, Approval):
                approve: Any = self.plan.rules.approve
                action.verdict = await _settled(approve(action.event))
            elif isinstance(action, Work):
                async with aclosing(self._work(action.jobs)) as results:
                    async for result in results:
                        yield result
            else:
                yield action

    async def tell(self, event: ToolRunEvent) -> None:
        """Tell the user's hook of an event."""
        if self.plan.rules.on_event is not None:
            await _settled(self.plan.rules.on_event(event))

    async def _ask(self, ask: Ask) -> AsyncGenerator[Step, None]:
        answer = await self._client.chat(**self._request(ask))
        if not self.stream:
            ask.response = answer
            for step in _shown(ask, answer):
                yield step
            return
        async with answer:
            self.answer, self.is_answering = answer, True
            async for piece in answer:
                for step in _shown(ask, piece):
                    yield step
            ask.response, self.is_answering = answer.current, False

    async def _work(self, jobs: list[Job]) -> AsyncGenerator[ToolResultEvent, None]:
        finished: asyncio.Queue[asyncio.Task[Job]] = asyncio.Queue()
        turns = asyncio.Semaphore(self.plan.rules.max_parallel)
        pool = self._threads(len(jobs))
        tasks = [asyncio.create_task(_acarry_out(job, turns, pool)) for job in jobs]
        try:
            for task in tasks:
                task.add_done_callback(finished.put_nowait)
            for _ in tasks:
                yield self._done((await finished.get()).result())
        finally:
            for job, task in zip(jobs, tasks, strict=True):
                job.is_stopped = True
                task.cancel()
            pool.shutdown(wait=False, cancel_futures=True)
            await asyncio.gather(*tasks, return_exceptions=True)


# ---------------------------------------------------------------------- what users hold


class _Run:
    """What the runs of both kinds share."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def messages(self) -> list[Message]:
        """The history so far: what was given, and every turn whose tools are through."""
        return list(self._plan.messages)

    @property
    def responses(self) -> tuple[ChatResponse, ...]:
        """The answers so far, of all turns that are at their end."""
        return tuple(self._plan.responses)

    def _result(self) -> ToolRunResult:
        if not self._plan.is_done:
            raise RuntimeError("the run was closed, or failed, before its end")
        return self._plan.result

    def __repr__(self) -> str:
        state = "done" if self._plan.is_done else f"{len(self._plan.responses)} turns so far"
        return f"<{type(self).__name__}: {state}>"


class ToolRun(_Run, ClosingIterator[ToolRunEvent]):
    """A run of `Client.run_tools(stream=True)`: its events as they happen.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.run_tools("llama3.2", messages, tools=[add], stream=True) as run:
            for event in run:
                if event.type == "text":
                    print(event.text, end="")
            result = run.get_final_result()

    Nothing is sent before the first event is asked for. Leaving the block or calling `close()`
    closes the connection and begins no further call of a tool. Tools that run in threads cannot be
    stopped: they are not waited for, and their results are dropped.
    """

    def __init__(self, loop: Loop) -> None:
        super().__init__(loop.plan)
        self._items = _told(loop)

    def get_final_result(self) -> ToolRunResult:
        """Go on to the end and return the result.

        Raises:
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            OutputError: The last answer does not fit the format.
            ResponseError: The server answered with an error.
            RuntimeError: The run was closed, or failed, before its end.
        """
        for _ in self._items:
            pass
        return self._result()


class AsyncToolRun(_Run, AsyncClosingIterator[ToolRunEvent]):
    """A run of `AsyncClient.run_tools(stream=True)`: its events as they happen.

    Iterate over it, or use it in an `async with` block, which closes it at the end:

        async with await client.run_tools("llama3.2", messages, tools=[add], stream=True) as run:
            async for event in run:
                if event.type == "text":
                    print(event.text, end="")
            result = await run.get_final_result()

    Nothing is sent before the first event is asked for. Leaving the block, awaiting `aclose()` or
    cancelling the task closes the connection, cancels the tasks of async tools and begins no
    further call. Other tools run in threads, which cannot be stopped: they are not waited for, and
    their results are dropped.
    """

    def __init__(self, loop: AsyncLoop) -> None:
        super().__init__(loop.plan)
        self._items = _atold(loop)

    async def get_final_result(self) -> ToolRunResult:
        """Go on to the end and return the result.

        Raises:
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            OutputError: The last answer does not fit the format.
            ResponseError: The server answered with an error.
            RuntimeError: The run was closed, or failed, before its end.
        """
        async for _ in self._items:
            pass
        return self._result()


# These refer to the loop and not to the run: a run that nobody holds any more must go at once, and
# close its connection. In a cycle it would wait for the garbage collector.


def _told(loop: Loop) -> Generator[ToolRunEvent, None, None]:
    with closing(loop.steps()) as steps:
        for step in steps:
            for event in events_of(step):
                loop.tell(event)
                yield event


async def _atold(loop: AsyncLoop) -> AsyncGenerator[ToolRunEvent, None]:
    async with aclosing(loop.steps()) as steps:
        async for step in steps:
            for event in events_of(step):
                await loop.tell(event)
                yield event


def run_tools(
    client: Any, plan: Plan, chat: Mapping[str, Any], *, stream: bool
) -> ToolRun | ToolRunResult:
    """Return the result of a run of a `Client`, or the run itself if it streams."""
    run = ToolRun(Loop(client, plan, chat, stream=stream))
    return run if stream else run.get_final_result()


async def arun_tools(
    client: Any, plan: Plan, chat: Mapping[str, Any], *, stream: bool
) -> AsyncToolRun | ToolRunResult:
    """Return the result of a run of an `AsyncClient`, or the run itself if it streams."""
    run = AsyncToolRun(AsyncLoop(client, plan, chat, stream=stream))
    return run if stream else await run.get_final_result()


# ---------------------------------------------------------------------- steps


def _shown(ask: Ask, piece: ChatResponse) -> Iterator[Step]:
    """Yield what of a piece is for the user: of a draft, its thinking."""
    if not ask.is_draft:
        yield piece
    elif thinking := assistant_message(piece).thinking:
        yield ThinkingEvent(text=thinking)


def events_of(step: Step) -> Iterator[ToolRunEvent]:
    """Yield a step as events: pieces of answers are told by their texts."""
    if not isinstance(step, ChatResponse):
        yield step
        return
    message = assistant_message(step)
    if message.thinking:
        yield ThinkingEvent(text=message.thinking)
    if message.content:
        yield TextEvent(text=message.content)


# ---------------------------------------------------------------------- threads and tasks


def _carry_out(job: Job) -> Job:
    """Call a tool in a thread of its own, in which a loop can run if it is an async one."""
    job.begin()
    if job.is_awaitable:
        asyncio.run(job.finish())
    return job


async def _acarry_out(job: Job, turns: asyncio.Semaphore, pool: ThreadPoolExecutor) -> Job:
    """Call a tool: an async one here, any other in a thread, since it would hold up the loop."""
    async with turns:
        if job.is_async:
            job.begin()
        else:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(pool, copy_context().run, job.begin)
        if job.is_awaitable:
            await job.finish()
    return job


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _in_thread(awaitable: Awaitable[Any]) -> Any:
    """Await something in a thread: this one may have a loop that runs, as in a notebook."""
    with ThreadPoolExecutor(1, thread_name_prefix="ollama-tool") as pool:
        return pool.submit(copy_context().run, asyncio.run, _settled(awaitable)).result()
