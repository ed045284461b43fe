"""Owns concurrent calls over any iterable, in threads or tasks, with a limit."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from contextvars import copy_context
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

Pair: TypeAlias = tuple[ItemT, ResultT]


class _Order(Generic[ItemT]):
    """Finished items, in the order of the input or of completion."""

    def __init__(self, *, ordered: bool) -> None:
        self.ordered = ordered
        self.begun = self.given = 0
        self._finished: dict[int, ItemT] = {}

    def add(self, index: int, item: ItemT) -> None:
        self._finished[index] = item

    def ready(self) -> Iterator[ItemT]:
        while self._finished:
            index = self.given if self.ordered else next(iter(self._finished))
            if index not in self._finished:
                return
            self.given += 1
            yield self._finished.pop(index)

    @property
    def held(self) -> int:
        """Number of items that were started and not yet returned."""
        return self.begun - self.given


def work(
    function: Callable[[ItemT], ResultT],
    items: Iterable[ItemT],
    concurrency: int,
    stop: Callable[[], object],
    *,
    ordered: bool = True,
) -> Generator[Pair[ItemT, ResultT], None, None]:
    """Call a function with each item, in threads, and yield each item with its result.

    Args:
        function: Called with each item. An exception ends the work.
        items: Read in the calling thread, at most `2 * concurrency` items ahead.
        concurrency: Maximum number of calls that run at the same time.
        stop: Called to end running calls if the work stops early.
        ordered: Whether to yield in the order of the items, rather than as they finish.
    """
    items = iter(items)
    first = list(islice(items, 2))
    if len(first) == 1:  # which needs no thread
        yield first[0], function(first[0])
        return
    import queue
    from concurrent.futures import ThreadPoolExecutor

    source = enumerate(chain(first, items))
    order = _Order[Pair[ItemT, ResultT]](ordered=ordered)
    finished: queue.SimpleQueue[tuple[int, ItemT, Future[ResultT]]] = queue.SimpleQueue()
    running = 0
    with_threads = ThreadPoolExecutor(concurrency, thread_name_prefix="ollama-batch")
    try:
        while True:
            while order.held < 2 * concurrency and (entry := next(source, None)) is not None:
                index, item = entry
                order.begun, running = order.begun + 1, running + 1
                future = with_threads.submit(copy_context().run, function, item)
                future.add_done_callback(partial(_hand_over, finished.put, index, item))
            if not running:
                return
            index, item, future = finished.get()
            running -= 1
            order.add(index, (item, future.result()))
            yield from order.ready()
    finally:
        if running:
            stop()
        with_threads.shutdown(cancel_futures=True)


async def awork(
    function: Callable[[ItemT], Awaitable[ResultT]],
    items: Iterable[ItemT] | AsyncIterable[ItemT],
    concurrency: int,
    stop: Callable[[], object],
    *,
    ordered: bool = True,
) -> AsyncGenerator[Pair[ItemT, ResultT], None]:
    """Call an async function with each item, in tasks, and yield each item with its result.

    Args:
        function: Called with each item. An exception ends the work.
        items: May be async. Read at most `2 * concurrency` items ahead.
        concurrency: Maximum number of calls that run at the same time.
        stop: Called to end running calls if the work stops early.
        ordered: Whether to yield in the order of the items, rather than as they finish.
    """
    import asyncio  # late: sync programs do not need it

    source, order = _numbered(items), _Order[Pair[ItemT, ResultT]](ordered=ordered)
    finished: asyncio.Queue[tuple[int, ItemT, asyncio.Task[ResultT]]] = asyncio.Queue()
    turns, tasks = asyncio.Semaphore(concurrency), set[asyncio.Task[Any]]()

    async def call(item: ItemT) -> ResultT:
        async with turns:
            return await function(item)

    try:
        while True:
            while order.held < 2 * concurrency and (entry := await anext(source, None)):
                index, item = entry
                order.begun += 1
                task = asyncio.create_task(call(item))
                tasks.add(task)
                task.add_done_callback(partial(_hand_over, finished.put_nowait, index, item))
            if not tasks:
                return
            index, item, task = await finished.get()
            tasks.discard(task)
            order.add(index, (item, task.result()))
            for pair in order.ready():
                yield pair
    finally:
        if tasks:
            stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _hand_over(put: Callable[[Any], None], index: int, item: Any, done: Any) -> None:
    put((index, item, done))


async def _numbered(
    items: Iterable[ItemT] | AsyncIterable[ItemT],
) -> AsyncIterator[tuple[int, ItemT]]:
    index = 0
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield index, item
            index += 1
    else:
        for item in items:
            yield index, item
            index += 1


def chunks(items: Iterable[ItemT], size: int) -> Generator[list[ItemT], None, None]:
    """Yield the items in lists of the given size. The last one may be shorter."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


async def achunks(
    items: Iterable[ItemT] | AsyncIterable[ItemT], size: int
) -> AsyncGenerator[list[ItemT], None]:
    """Yield the items in lists of the given size. The last one may be shorter."""
    chunk: list[ItemT] = []
    async for _, item in _numbered(items):
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
