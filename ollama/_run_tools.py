"""Owns `run_tools`: carrying the tool loop out, with a client of either kind."""

from __future__ import annotations

import asyncio
import inspect
import queue
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, closing
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
from ollama_client.models import ChatResponse

from ._tool_loop import (
    Approval,
    Ask,
    Job,
    OnEvent,
    Plan,
    Rules,
    TextEvent,
    ThinkingEvent,
    Toolbox,
    ToolResultEvent,
    ToolRunEvent,
    ToolRunResult,
    Work,
    assistant_message,
    read_messages,
)

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._client import AsyncClient, BaseClient, Client
    from ._stream import AsyncResponseStream, ResponseStream
    from ._types import Message

Step: TypeAlias = ChatResponse | ToolRunEvent
"""A piece of an answer (the whole of one that does not stream), or another event."""


@attrs.frozen(kw_only=True)
class Run:
    """What to run: the loop, and how to call the model in it."""

    plan: Plan
    chat: dict[str, Any]
    """Arguments of `chat` that stay the same."""
    stream: bool
    on_event: OnEvent = None

    @classmethod
    def of(cls, client: BaseClient, messages: Any, tools: Any, format: Any, **given: Any) -> Run:
        """Check the arguments of `run_tools`.

        Raises:
            ValueError: One of them cannot be used.
        """
        rules = {field.name: given.pop(field.name) for field in attrs.fields(Rules)}
        history = read_messages(messages, client._allow_image_paths)
        return cls(
            plan=Plan(history, Toolbox(tools), format, Rules(**rules)),
            stream=bool(given.pop("stream")),
            on_event=given.pop("on_event"),
            chat=given,
        )


def run_tools(client: BaseClient, messages: Any, **given: Any) -> Any:
    """Return the result of a run, or the run itself if it streams; to be awaited if async."""
    run = Run.of(client, messages, **given)
    return _arun(client, run) if client.KIND == "async" else _run(client, run)


def _run(client: Any, run: Run) -> ToolRun | ToolRunResult:
    tool_run = ToolRun(client, run)
    return tool_run if run.stream else tool_run.get_final_result()


async def _arun(client: Any, run: Run) -> AsyncToolRun | ToolRunResult:
    tool_run = AsyncToolRun(client, run)
    return tool_run if run.stream else await tool_run.get_final_result()


class _Runs:
    """What both kinds of run share: everything but waiting."""

    _answer: ResponseStream[ChatResponse] | AsyncResponseStream[ChatResponse] | None = None

    def __init__(self, run: Run) -> None:
        self._run = run
        self._plan = run.plan

    @property
    def messages(self) -> list[Message]:
        """The history so far: what was given, and every turn whose tools are through."""
        return list(self._plan.messages)

    @property
    def responses(self) -> tuple[ChatResponse, ...]:
        """The answers so far, of all turns that are at their end."""
        return tuple(self._plan.responses)

    @property
    def partial(self) -> ChatResponse | None:
        """What has arrived of an answer that is not at its end."""
        return None if self._answer is None else self._answer.current

    def _request(self, ask: Ask) -> dict[str, Any]:
        return {
            **self._run.chat,
            "messages": ask.messages,
            "tools": ask.tools,
            "format": ask.format,
            "stream": self._run.stream,
        }

    def _result(self) -> ToolRunResult:
        if not self._plan.is_done:
            raise RuntimeError("the run was closed, or failed, before its end")
        return self._plan.result

    def _done(self, job: Job) -> ToolResultEvent:
        """Return the event of a job, or raise what its tool raised if the user wants that."""
        if job.error is not None and job.is_fault and self._plan.rules.tool_errors == "raise":
            raise job.error
        return job.event()

    def _threads(self, count: int) -> ThreadPoolExecutor:
        workers = min(self._plan.rules.max_parallel, count)
        return ThreadPoolExecutor(workers, thread_name_prefix="ollama-tool")

    def __repr__(self) -> str:
        state = "done" if self._plan.is_done else f"{len(self._plan.responses)} turns so far"
        return f"<{type(self).__name__}: {state}>"


class ToolRun(_Runs, Iterator[ToolRunEvent]):
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

    def __init__(self, client: Client, run: Run) -> None:
        super().__init__(run)
        self._client = client
        self._events = self._tell()

    def __iter__(self) -> Iterator[ToolRunEvent]:
        return self

    def __next__(self) -> ToolRunEvent:
        return next(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop: close the connection, and begin no further call."""
        self._events.close()

    def get_final_result(self) -> ToolRunResult:
        """Go on to the end and return the result.

        Raises:
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            ResponseError: The server answered with an error.
        """
        for _ in self:
            pass
        return self._result()

    def _tell(self) -> Generator[ToolRunEvent, None, None]:
        with closing(self.steps()) as steps:
            for step in steps:
                for event in events_of(step):
                    if self._run.on_event is not None:
                        self._run.on_event(event)
                    yield event

    def steps(self) -> Generator[Step, None, None]:
        """Carry the plan out; yield the pieces of answers, and all other events."""
        for action in self._plan.actions():
            if isinstance(action, Ask):
                yield from self._ask(action)
            elif isinstance(action, Approval):
                action.verdict = self._approve(action)
            elif isinstance(action, Work):
                yield from self._work(action.jobs)
            else:
                yield action

    def _ask(self, ask: Ask) -> Generator[Step, None, None]:
        answer: Any = self._client.chat(**self._request(ask))
        if not self._run.stream:
            ask.response = answer
            yield from _shown(ask, answer)
            return
        with answer:
            self._answer = answer
            for piece in answer:
                yield from _shown(ask, piece)
            ask.response = answer.current
        self._answer = None

    def _approve(self, approval: Approval) -> Any:
        approve: Any = self._plan.rules.approve
        verdict = approve(approval.event)
        return _in_thread(verdict) if inspect.isawaitable(verdict) else verdict

    def _work(self, jobs: list[Job]) -> Generator[ToolResultEvent, None, None]:
        if self._plan.rules.max_parallel == 1:
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


class AsyncToolRun(_Runs, AsyncIterator[ToolRunEvent]):
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

    def __init__(self, client: AsyncClient, run: Run) -> None:
        super().__init__(run)
        self._client = client
        self._events = self._tell()

    def __aiter__(self) -> AsyncIterator[ToolRunEvent]:
        return self

    async def __anext__(self) -> ToolRunEvent:
        return await self._events.__anext__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop: close the connection, cancel async tools, and begin no further call."""
        await self._events.aclose()

    async def get_final_result(self) -> ToolRunResult:
        """Go on to the end and return the result.

        Raises:
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            ResponseError: The server answered with an error.
        """
        async with aclosing(self._events):  # a cancelled task must leave nothing running
            async for _ in self:
                pass
        return self._result()

    async def _tell(self) -> AsyncGenerator[ToolRunEvent, None]:
        async with aclosing(self.steps()) as steps:
            async for step in steps:
                for event in events_of(step):
                    if self._run.on_event is not None:
                        await _settled(self._run.on_event(event))
                    yield event

    async def steps(self) -> AsyncGenerator[Step, None]:
        """Carry the plan out; yield the pieces of answers, and all other events."""
        for action in self._plan.actions():
            if isinstance(action, Ask):
                async with aclosing(self._ask(action)) as steps:
                    async for step in steps:
                        yield step
            elif isinstance(action, Approval):
                approve: Any = self._plan.rules.approve
                action.verdict = await _settled(approve(action.event))
            elif isinstance(action, Work):
                async with aclosing(self._work(action.jobs)) as results:
                    async for result in results:
                        yield result
            else:
                yield action

    async def _ask(self, ask: Ask) -> AsyncGenerator[Step, None]:
        answer: Any = await self._client.chat(**self._request(ask))
        if not self._run.stream:
            ask.response = answer
            for step in _shown(ask, answer):
                yield step
            return
        async with answer:
            self._answer = answer
            async for piece in answer:
                for step in _shown(ask, piece):
                    yield step
            ask.response = answer.current
        self._answer = None

    async def _work(self, jobs: list[Job]) -> AsyncGenerator[ToolResultEvent, None]:
        finished: asyncio.Queue[asyncio.Task[Job]] = asyncio.Queue()
        turns = asyncio.Semaphore(self._plan.rules.max_parallel)
        pool = self._threads(len(jobs))
        tasks = [asyncio.create_task(_acarry_out(job, turns, pool)) for job in jobs]
        try:
            for task in tasks:
                task.add_done_callback(finished.put_nowait)
            for _ in tasks:
                yield self._done((await finished.get()).result())
        finally:
            for task in tasks:
                task.cancel()
            pool.shutdown(wait=False, cancel_futures=True)
            await asyncio.gather(*tasks, return_exceptions=True)


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
