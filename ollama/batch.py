"""Many inputs: what `embed_many` and `chat_many` are made of, for programs that do more with it."""

from __future__ import annotations

from ollama._async.batch import embed_batches as aembed_batches
from ollama._batch.results import BatchProgress, BatchResult
from ollama._sync.batch import embed_batches

__all__ = ["BatchProgress", "BatchResult", "aembed_batches", "embed_batches"]
