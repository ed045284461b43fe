"""Owns the parts of the tool loop of `run_tools` that both clients share."""

from __future__ import annotations

import asyncio
import inspect
import queue
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeAlias

import attrs
from ollama_client._runtime.streams import Arrival
from ollama_client.errors import StreamStoppedError
from ollama_client.models import ChatResponse, Message

from ollama._core.stream import Streamed
from ollama._tools.events import (
    TextEvent,
    ThinkingEvent,
    ToolResultEvent,
    ToolRunEvent,
    ToolRunResult,
    assistant_message,
)
from ollama._tools.loop import Ask, Job, Plan

Step: TypeAlias = ChatResponse | ToolRunEvent
"""A piece of an answer (all of it if it does not stream), or another event."""

#: Used in place of the stream before there is one.
NOTHING = Streamed(ChatResponse, Arrival())


# ---------------------------------------------------------------------- carrying it out


@attrs.define(eq=False, slots=False)
class LoopState:
    """The parts of a loop that do not wait for the server."""

    _client: Any
    """Calls the model."""
    plan: Plan
    """The plan to carry out."""
    _chat: Mapping[str, Any]
    """Arguments of `chat` that are the same for every turn."""
    stream: bool = attrs.field(kw_only=True)
    """Whether the answers stream."""
    answer: Any = attrs.field(default=NOTHING, init=False)
    """The stream of the current turn, or of the last one."""
    is_answering: bool = attrs.field(default=False, init=False)
    is_stopped: bool = attrs.field(default=False, init=False)
    """Whether the run was closed while it was read."""
    _wake: Callable[[], object] | None = attrs.field(default=None, init=False)
    """Ends the wait for tools."""

    def stop(self) -> None:
        """Stop reading the current answer, do not wait for tools, and start nothing else."""
        self.is_stopped = True
        if self.is_answering:
            self.answer._stop()
        if (wake := self._wake) is not None:
            wake()

    def demand_going(self) -> None:
        """Check that the run has not been stopped."""
        if self.is_stopped:
            raise StreamStoppedError("the run was stopped before its end")

    @property
    def partial(self) -> ChatResponse | None:
        """What has arrived of the current answer; None if it is complete."""
        return self.answer.current if self.is_answering else None

    def _done(self, job: Job) -> ToolResultEvent:
        """Return the event of a job, or raise the tool's error if `tool_errors` is "raise"."""
        if job.error is not None and job.is_fault and self.plan.rules.tool_errors == "raise":
            raise job.error
        return job.event()

    def _work(self, jobs: list[Job]) -> Generator[ToolResultEvent, None, None]:
        if self.plan.rules.max_parallel == 1:
            for job in jobs:
                self.demand_going()
                job.begin()
                if job.is_awaitable:
                    _in_thread(job.finish())
                yield self._done(job)
            return
        finished: queue.SimpleQueue[Any] = queue.SimpleQueue()  # futures, and None to wake up
        pool = self._threads(len(jobs))
        try:
            self._wake = partial(finished.put, None)
            for job in jobs:
                future = pool.submit(copy_context().run, _carry_out, job)
                future.add_done_callback(finished.put)
            for _ in jobs:
                self.demand_going()
                done = finished.get()
                self.demand_going()
                yield self._done(done.result())
        finally:
            self._wake = None
            pool.shutdown(wait=False, cancel_futures=True)

    async def _awork(self, jobs: list[Job]) -> AsyncGenerator[ToolResultEvent, None]:
        finished: asyncio.Queue[Any] = asyncio.Queue()  # tasks, and None to wake up
        turns = asyncio.Semaphore(self.plan.rules.max_parallel)
        pool = self._threads(len(jobs))
        tasks = [asyncio.create_task(_acarry_out(job, turns, pool)) for job in jobs]
        try:
            self._wake = partial(finished.put_nowait, None)
            for task in tasks:
                task.add_done_callback(finished.put_nowait)
            for _ in tasks:
                self.demand_going()
                done = await finished.get()
                self.demand_going()
                yield self._done(done.result())
        finally:
            self._wake = None
            for job, task in zip(jobs, tasks, strict=True):
                job.is_stopped = True
                task.cancel()
            pool.shutdown(wait=False, cancel_futures=True)
            await asyncio.gather(*tasks, return_exceptions=True)

    def _threads(self, count: int) -> ThreadPoolExecutor:
        workers = min(self.plan.rules.max_parallel, count)
        return ThreadPoolExecutor(workers, thread_name_prefix="ollama-tool")


# ---------------------------------------------------------------------- objects for users


class RunState:
    """The base of both kinds of runs."""

    def __init__(self, loop: LoopState) -> None:
        self._loop, self._plan = loop, loop.plan

    def _stop(self) -> None:
        self._loop.stop()

    @property
    def messages(self) -> list[Message]:
        """The history so far: the messages passed in, and every turn whose tools have finished."""
        return list(self._plan.messages)

    @property
    def responses(self) -> tuple[ChatResponse, ...]:
        """The complete answers so far."""
        return tuple(self._plan.responses)

    def _result(self) -> ToolRunResult:
        plan = self._plan
        if not plan.is_done:
            raise RuntimeError("the run was closed, or failed, before its end")
        return ToolRunResult(
            response=plan.responses[-1],
            responses=self.responses,
            messages=self.messages,
            pending_calls=tuple(plan.pending),
        )

    def __repr__(self) -> str:
        state = "done" if self._plan.is_done else f"{len(self._plan.responses)} turns so far"
        return f"<{type(self).__name__}: {state}>"


# ---------------------------------------------------------------------- steps


def shown(ask: Ask, piece: ChatResponse) -> Iterator[Step]:
    """Yield the parts of a piece that the user sees. Only the thinking of a draft is shown."""
    if not ask.is_draft:
        yield piece
    elif thinking := assistant_message(piece).thinking:
        yield ThinkingEvent(text=thinking)


def events_of(step: Step) -> Iterator[ToolRunEvent]:
    """Yield the events of a step. Pieces of answers become events of their texts."""
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
    """Call a tool in the current worker thread, with an event loop if it is async."""
    job.begin()
    if job.is_awaitable:
        asyncio.run(job.finish())
    return job


async def _acarry_out(job: Job, turns: asyncio.Semaphore, pool: ThreadPoolExecutor) -> Job:
    """Call a tool. One that is not async runs in a thread, because it would block the loop."""
    async with turns:
        if job.tool is not None and job.tool.is_async:
            job.begin()
        else:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(pool, copy_context().run, job.begin)
        if job.is_awaitable:
            await job.finish()
    return job


def settled(value: Any) -> Any:
    """Return the result of a user's hook, awaited if necessary."""
    return _in_thread(value) if inspect.isawaitable(value) else value


async def asettled(value: Any) -> Any:
    """Return the result of a user's hook, awaited if necessary."""
    return await value if inspect.isawaitable(value) else value


def _in_thread(awaitable: Awaitable[Any]) -> Any:
    """Await something in another thread. This one may have a running loop, as in notebooks."""
    with ThreadPoolExecutor(1, thread_name_prefix="ollama-tool") as pool:
        return pool.submit(copy_context().run, asyncio.run, asettled(awaitable)).result()
