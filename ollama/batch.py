"""Many inputs: embedding in batches, results of `chat_many`, and callables for data engines."""

from __future__ import annotations

from ollama._async.batch import embed_batches as aembed_batches
from ollama._batch.results import BatchProgress, BatchResult
from ollama._engines.rows import ChatRows, EmbedRows
from ollama._engines.servers import NoServerError
from ollama._sync.batch import embed_batches

__all__ = [
    "BatchProgress",
    "BatchResult",
    "ChatRows",
    "EmbedRows",
    "NoServerError",
    "aembed_batches",
    "embed_batches",
]
