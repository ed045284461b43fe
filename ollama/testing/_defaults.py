"""The models that a new server has, and those that it can pull."""

from __future__ import annotations

from datetime import datetime, timezone

from ollama.testing._store import Model


def _day(month: int, day: int) -> datetime:
    # A fixed time in the past, so that models created by a test are newer.
    return datetime(2025, month, day, 9, 41, 7, 123456, timezone.utc).astimezone()


def installed_models() -> list[Model]:
    """Return the models of a new server, newest first: one for each kind of work."""
    return [
        Model(
            "llama3.2",
            modified_at=_day(11, 12),
            parameters={"stop": ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]},
            license="LLAMA 3.2 COMMUNITY LICENSE AGREEMENT",
        ),
        Model(
            "qwen3",
            capabilities=("completion", "tools", "thinking"),
            family="qwen3",
            parameter_size="8.2B",
            size=5_225_388_164,
            modified_at=_day(11, 5),
            context_length=40_960,
            embedding_length=4_096,
            parameters={"temperature": 0.6, "top_k": 20, "top_p": 0.95},
            license="Apache License Version 2.0",
        ),
        Model(
            "gemma3",
            capabilities=("completion", "vision"),
            family="gemma3",
            parameter_size="4.3B",
            size=3_338_801_804,
            modified_at=_day(10, 20),
            embedding_length=2_560,
        ),
        Model(
            "qwen2.5-coder",
            capabilities=("completion", "tools", "insert"),
            family="qwen2",
            parameter_size="7.6B",
            size=4_683_087_561,
            modified_at=_day(10, 2),
            context_length=32_768,
            embedding_length=3_584,
        ),
        Model(
            "nimble",
            capabilities=("systemone",),
            family="nimble",
            parameter_size="600M",
            quantization_level="Q8_0",
            size=639_446_688,
            modified_at=_day(9, 15),
            context_length=32_768,
            embedding_length=1_024,
        ),
        Model(
            "nomic-embed-text",
            capabilities=("embedding",),
            family="nomic-bert",
            parameter_size="137M",
            quantization_level="F16",
            size=274_302_450,
            modified_at=_day(9, 1),
            context_length=2_048,
            embedding_length=768,
            template="{{ .Prompt }}",
        ),
    ]


def registry_models() -> list[Model]:
    """Return models that are not installed but can be pulled."""
    thinking = ("completion", "tools", "thinking")
    return [
        Model("llama3.1", parameter_size="8.0B", size=4_920_753_328, embedding_length=4_096),
        Model("llama3.3", parameter_size="70.6B", size=42_520_413_916, embedding_length=8_192),
        Model("mistral", parameter_size="7.2B", size=4_372_824_384, context_length=32_768),
        Model("phi4", family="phi3", parameter_size="14.7B", size=9_053_116_391),
        Model("gpt-oss", thinking, "gptoss", "20.9B", "MXFP4", 13_793_441_244),
        Model("deepseek-r1", thinking, "qwen3", "8.2B", size=5_225_376_047),
        Model("llava", ("completion", "vision"), size=4_733_363_377, context_length=32_768),
        Model("qwen3-embedding", ("embedding",), "qwen3", "7.6B", size=4_683_087_332),
        Model("all-minilm", ("embedding",), "bert", "23M", "F16", 45_960_996, embedding_length=384),
        Model("mxbai-embed-large", ("embedding",), "bert", "334M", "F16", 669_615_493),
    ]
