# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Options, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Options(
    WireModel,
    omit_unset=("draft_num_predict", "min_p"),
    deprecated=(
        "typical_p",
        "numa",
        "low_vram",
        "f16_kv",
        "logits_all",
        "vocab_only",
        "use_mlock",
        "embedding_only",
        "tfs_z",
        "mirostat",
        "mirostat_tau",
        "mirostat_eta",
        "penalize_newline",
    ),
):
    """Settings of the model runner. Missing options are taken from the model's own parameters, or
    else from the defaults named here. The server ignores unknown names. The status is 500 for a
    value of the wrong type, and 400 for an option that the server refuses. If an option marked
    as load-time changes, the server loads the model again.
    """

    num_ctx: int | None = None
    """Context window in tokens. Load-time. Server default: `OLLAMA_CONTEXT_LENGTH`, otherwise 4096,
    32768 (from 23 GiB of VRAM) or 262144 (from 47 GiB).
    """
    num_batch: int | None = None
    """Number of prompt tokens processed together. Load-time. Server default 512; for embedding
    models, the smaller of 2048 and `num_ctx`.
    """
    num_gpu: int | None = None
    """Number of model layers on the GPU. Load-time. Server default -1, which lets the server
    choose.
    """
    main_gpu: int | None = None
    """Index of the GPU that holds small tensors. Load-time. Chosen by the server when unset."""
    use_mmap: bool | None = None
    """Map the model file into memory. Load-time. Chosen by the server when unset."""
    num_thread: int | None = None
    """Number of CPU threads. Load-time. Server default 0, which lets the server choose."""
    draft_num_predict: int | None = None
    """Number of tokens that the draft model proposes per step of speculative decoding. Load-time.
    Server default 4, or 0 without a draft model.
    """
    num_keep: int | None = None
    """Number of tokens at the start of the prompt that are kept when the context slides. Server
    default 4.
    """
    seed: int | None = None
    """Seed of the sampler. The same seed gives the same answer. Server default -1, random."""
    num_predict: int | None = None
    """Maximum number of tokens to generate. Server default -1: until the model stops, but at most
    ten times `num_ctx`.
    """
    top_k: int | None = None
    """Sample from this many most likely tokens. Server default 40."""
    top_p: float | None = None
    """Sample from the most likely tokens that together reach this probability. Server default 0.9.
    """
    min_p: float | None = None
    """Drop tokens less likely than this fraction of the most likely one. Server default 0, off."""
    typical_p: float | None = None
    """Deprecated. Locally typical sampling. 1 turns it off. Ollama 0.34.4 refuses it with status
    400. Use `min_p` instead.
    """
    repeat_last_n: int | None = None
    """Number of past tokens for the repetition penalties. 0: none, -1: the whole context. Server
    default 64.
    """
    temperature: float | None = None
    """Randomness of sampling. 0 always selects the most likely token. Server default 0.8."""
    repeat_penalty: float | None = None
    """Penalty for repeated tokens. 1 turns it off. Server default 1 (1.1 before Ollama 0.32.10)."""
    presence_penalty: float | None = None
    """Penalty for tokens that occurred at all. Server default 0."""
    frequency_penalty: float | None = None
    """Penalty that grows with how often a token occurred. Server default 0."""
    stop: list[str] | None = None
    """Sequences that end the answer. They are not part of it. Must be a list: the server refuses a
    plain string.
    """
    numa: bool | None = None
    """Deprecated. Ignored by newer servers; the server detects NUMA itself. Removed in Ollama
    0.3.4.
    """
    low_vram: bool | None = None
    """Deprecated. Ignored by newer servers; there is no replacement. Removed in Ollama 0.6.9."""
    f16_kv: bool | None = None
    """Deprecated. Ignored by newer servers; the server's `OLLAMA_KV_CACHE_TYPE` chooses the cache
    type. Removed in Ollama 0.6.9.
    """
    logits_all: bool | None = None
    """Deprecated. Ignored by newer servers; see `logprobs` of a request instead. Removed in Ollama
    0.6.9.
    """
    vocab_only: bool | None = None
    """Deprecated. Ignored by newer servers; there is no replacement. Removed in Ollama 0.6.9."""
    use_mlock: bool | None = None
    """Deprecated. Ignored by newer servers; there is no replacement. Removed in Ollama 0.6.9."""
    embedding_only: bool | None = None
    """Deprecated. Ignored since February 2024; use the embedding operations instead."""
    tfs_z: float | None = None
    """Deprecated. Tail-free sampling. Ignored by newer servers; use `min_p` instead. Removed in
    Ollama 0.5.2.
    """
    mirostat: int | None = None
    """Deprecated. Mirostat sampling mode. Ignored by newer servers; there is no replacement.
    Removed in Ollama 0.6.9.
    """
    mirostat_tau: float | None = None
    """Deprecated. Mirostat target entropy. Ignored by newer servers; there is no replacement.
    Removed in Ollama 0.6.9.
    """
    mirostat_eta: float | None = None
    """Deprecated. Mirostat learning rate. Ignored by newer servers; there is no replacement.
    Removed in Ollama 0.6.9.
    """
    penalize_newline: bool | None = None
    """Deprecated. Ignored by newer servers; there is no replacement. Removed in Ollama 0.5.5."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            num_ctx: int | None = None,
            num_batch: int | None = None,
            num_gpu: int | None = None,
            main_gpu: int | None = None,
            use_mmap: bool | None = None,
            num_thread: int | None = None,
            draft_num_predict: int | None = None,
            num_keep: int | None = None,
            seed: int | None = None,
            num_predict: int | None = None,
            top_k: int | None = None,
            top_p: float | None = None,
            min_p: float | None = None,
            typical_p: float | None = None,
            repeat_last_n: int | None = None,
            temperature: float | None = None,
            repeat_penalty: float | None = None,
            presence_penalty: float | None = None,
            frequency_penalty: float | None = None,
            stop: Sequence[str] | None = None,
            numa: bool | None = None,
            low_vram: bool | None = None,
            f16_kv: bool | None = None,
            logits_all: bool | None = None,
            vocab_only: bool | None = None,
            use_mlock: bool | None = None,
            embedding_only: bool | None = None,
            tfs_z: float | None = None,
            mirostat: int | None = None,
            mirostat_tau: float | None = None,
            mirostat_eta: float | None = None,
            penalize_newline: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.num_ctx = get("num_ctx")
        self.num_batch = get("num_batch")
        self.num_gpu = get("num_gpu")
        self.main_gpu = get("main_gpu")
        self.use_mmap = get("use_mmap")
        self.num_thread = get("num_thread")
        self.draft_num_predict = get("draft_num_predict")
        self.num_keep = get("num_keep")
        self.seed = get("seed")
        self.num_predict = get("num_predict")
        self.top_k = get("top_k")
        self.top_p = get("top_p")
        self.min_p = get("min_p")
        self.typical_p = get("typical_p")
        self.repeat_last_n = get("repeat_last_n")
        self.temperature = get("temperature")
        self.repeat_penalty = get("repeat_penalty")
        self.presence_penalty = get("presence_penalty")
        self.frequency_penalty = get("frequency_penalty")
        self.stop = get("stop")
        self.numa = get("numa")
        self.low_vram = get("low_vram")
        self.f16_kv = get("f16_kv")
        self.logits_all = get("logits_all")
        self.vocab_only = get("vocab_only")
        self.use_mlock = get("use_mlock")
        self.embedding_only = get("embedding_only")
        self.tfs_z = get("tfs_z")
        self.mirostat = get("mirostat")
        self.mirostat_tau = get("mirostat_tau")
        self.mirostat_eta = get("mirostat_eta")
        self.penalize_newline = get("penalize_newline")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "num_ctx": self.num_ctx,
                "num_batch": self.num_batch,
                "num_gpu": self.num_gpu,
                "main_gpu": self.main_gpu,
                "use_mmap": self.use_mmap,
                "num_thread": self.num_thread,
                "draft_num_predict": self.draft_num_predict,
                "num_keep": self.num_keep,
                "seed": self.seed,
                "num_predict": self.num_predict,
                "top_k": self.top_k,
                "top_p": self.top_p,
                "min_p": self.min_p,
                "typical_p": self.typical_p,
                "repeat_last_n": self.repeat_last_n,
                "temperature": self.temperature,
                "repeat_penalty": self.repeat_penalty,
                "presence_penalty": self.presence_penalty,
                "frequency_penalty": self.frequency_penalty,
                "stop": self.stop,
                "numa": self.numa,
                "low_vram": self.low_vram,
                "f16_kv": self.f16_kv,
                "logits_all": self.logits_all,
                "vocab_only": self.vocab_only,
                "use_mlock": self.use_mlock,
                "embedding_only": self.embedding_only,
                "tfs_z": self.tfs_z,
                "mirostat": self.mirostat,
                "mirostat_tau": self.mirostat_tau,
                "mirostat_eta": self.mirostat_eta,
                "penalize_newline": self.penalize_newline,
            }
        )
