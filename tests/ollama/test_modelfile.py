"""Tests of `Modelfile`: parsing the output of `ollama show --modelfile`, and writing it."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client.models import Options

import ollama
from ollama import Modelfile, ModelfileError
from tests.ollama.modelfiles import CHATML, LICENSE, MODELFILES


def test_there_are_many_modelfiles() -> None:
    assert len(MODELFILES) >= 30


@pytest.mark.parametrize("name", MODELFILES)
def test_what_is_written_reads_the_same(name: str) -> None:
    read = Modelfile.parse(MODELFILES[name])
    written = str(read)
    assert Modelfile.parse(written) == read
    assert str(Modelfile.parse(written)) == written


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("a tag", {"from_": ["qwen2.5-coder:7b-instruct-q4_K_M"]}),
        ("an absolute path with spaces", {"from_": ["/srv/my models/model one.gguf"]}),
        ("weights and a projector", {"from_": ["./model.gguf", "./mmproj.gguf"]}),
        ("two draft files", {"draft": ["./a.gguf", "./b.gguf"]}),
        ("an adapter", {"adapter": "./lora"}),
        ("mixed case", {"system": "hello", "parameters": {"top_p": 0.5}}),
        ("comments", {"from_": ["llama3.2"], "system": "# this is text"}),
        ("spaces around values", {"system": "two  words", "license": ["MIT"]}),
        ("spaces kept by quotes", {"system": "  padded  ", "parameters": {"stop": ["\tEND "]}}),
        ("stop list", {"parameters": {"stop": ["<|im_end|>", "User:", "\n\n"]}}),
        (
            "every kind of parameter",
            {
                "parameters": {
                    "temperature": 0.2, "seed": -1, "use_mmap": True, "top_p": 0.001,
                    "min_p": 0.05, "num_gpu": 0, "stop": ["x"],
                }
            },
        ),
        ("a parameter twice", {"parameters": {"top_k": 2}}),
        ("a heredoc", {"template": CHATML, "system": "\nBe kind.\n"}),
        ("a heredoc with quotes", {"system": 'Say "hi" and "bye".\nThen """stop""" there.'}),
        ("one quote over lines", {"system": "first\nsecond\n"}),
        ("quotes inside of a line", {"system": 'He said "no" to that', "license": ['a" or "b']}),
        ("empty texts", {"system": "", "template": "", "parameters": {"stop": [""]}}),
        ("requires with v", {"requires": "0.15.2-rc1"}),
        ("licenses", {"license": ["MIT", LICENSE]}),
        ("Windows ends of lines", {"system": "one\r\ntwo", "parameters": {"top_k": 3}}),
        ("old Mac ends of lines", {"system": "b", "parameters": {"top_k": 3}}),
        ("a byte order mark", {"from_": ["a"]}),
        ("many languages", {"system": "Grüße, 你好, שלום, 👩‍👩‍👧 and a no-break\u00a0space"}),
        ("the last one counts", {"system": "two", "template": "y"}),
    ],
)  # fmt: skip
def test_values(name: str, values: dict[str, Any]) -> None:
    read = Modelfile.parse(MODELFILES[name])
    assert {key: getattr(read, key) for key in values} == values


def test_messages_are_messages() -> None:
    read = Modelfile.parse(MODELFILES["a conversation"])
    assert [(it.role, it.content) for it in read.messages] == [
        ("system", "Be terse."),
        ("user", "Is Toronto in Canada?"),
        ("assistant", "yes: of course"),
        ("user", "Two\nlines"),
        ("assistant", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_several_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "Modelfile"
    path.write_bytes("FROM ./model.gguf\nSYSTEM Grüße\n".encode(encoding))
    read = Modelfile.read(path)
    assert (read.from_, read.system, read.folder) == (["./model.gguf"], "Grüße", tmp_path)
    read.write(path)
    assert path.read_bytes() == "FROM ./model.gguf\nSYSTEM Grüße\n".encode()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", None, "there is no FROM"),
        ("PARAMETER top_k 3\n", None, "there is no FROM"),
        ("FROM", 1, "FROM: expected a value on the same line"),
        ("FROM a\n\nSYSTEM\n", 3, "SYSTEM: expected a value on the same line"),
        ("FROM a\r\n# comment\r\nRUN make\r\n", 3, "got 'RUN'"),
        ("FROM a\n./model.gguf\n", 2, "got './model.gguf'"),
        ('FROM a\nSYSTEM """one\ntwo\n', 2, 'begins with """, which is never closed'),
        ('FROM a\nSYSTEM "one" two\n', 2, 'begins with ", which is never closed'),
        ("FROM a\nPARAMETER top_k\n", 2, "expected a name, one space and a value"),
        ("FROM a\nPARAMETER  top_k 3\n", 2, "expected a name, one space and a value"),
        ("FROM a\nPARAMETER top_k three\n", 2, "top_k: expected a whole number, got 'three'"),
        ("FROM a\nPARAMETER top_k 1_0\n", 2, "top_k: expected a whole number, got '1_0'"),
        ("FROM a\nPARAMETER top_p x\n", 2, "top_p: expected a number, got 'x'"),
        ("FROM a\nPARAMETER use_mmap yes\n", 2, "use_mmap: expected true or false, got 'yes'"),
        ("FROM a\nPARAMETER temprature 1\n", 2, "did you mean 'temperature'?"),
        ("FROM a\nMESSAGE User hi\n", 2, 'one of the roles "system", "user" and "assistant"'),
        ("FROM a\nMESSAGE tool hi\n", 2, "got 'tool hi\\n'"),
        ("FROM a\nREQUIRES soon\n", 2, "expected a version such as 0.14.0, got 'soon'"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, line: int | None, said: str) -> None:
    with pytest.raises(ModelfileError) as caught:
        Modelfile.parse(text)
    assert caught.value.line == line
    assert str(caught.value).startswith("there" if line is None else f"line {line}: ")
    assert said in str(caught.value)
    assert isinstance(caught.value, (ValueError, ollama.OllamaError))
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(copied), copied.line) == (str(caught.value), line)


def test_one_is_made_of_values() -> None:
    made = Modelfile(
        "llama3.2",
        system="Be kind.",
        parameters=Options(temperature=0.2, stop=["x", "y"]),
        messages=[{"role": "user", "content": "hi"}],
        license="MIT",
        requires="v0.14.0",
    )
    assert str(made) == (
        "FROM llama3.2\nSYSTEM Be kind.\nPARAMETER temperature 0.2\nPARAMETER stop x\n"
        "PARAMETER stop y\nREQUIRES 0.14.0\nMESSAGE user hi\nLICENSE MIT\n"
    )
    made.parameters["use_mmap"] = False
    assert "PARAMETER use_mmap false\n" in str(made)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"from_": []}, "there is no FROM"),
        ({"requires": "new"}, "requires: expected a version"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "got 'tool'"),
        ({"parameters": {"temprature": 1}}, "did you mean 'temperature'?"),
    ],
)
def test_what_no_modelfile_has_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        Modelfile(**{"from_": "a", **values})
    assert said in str(caught.value)


def test_a_text_that_cannot_be_quoted_is_refused() -> None:
    with pytest.raises(ValueError, match='cannot contain a text with """ at the end of a line'):
        str(Modelfile("a", system='one """\ntwo'))


TEXTS = st.text(st.sampled_from(' \t\n\r"#:aé\u00a0\u3000👍'), max_size=12)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "temperature": st.floats(allow_nan=False, allow_infinity=False),
        "seed": NUMBERS,
        "num_ctx": NUMBERS,
        "use_mmap": st.booleans(),
        "stop": st.lists(TEXTS, min_size=1, max_size=3),
    },
)
MESSAGES = st.lists(
    st.builds(
        lambda role, content: {"role": role, "content": content},
        st.sampled_from(["system", "user", "assistant"]),
        TEXTS,
    ),
    max_size=3,
)


@given(
    from_=st.lists(TEXTS, min_size=1, max_size=3),
    draft=st.lists(TEXTS, max_size=2),
    adapter=st.none() | TEXTS,
    template=st.none() | TEXTS,
    system=st.none() | TEXTS,
    parameters=PARAMETERS,
    messages=MESSAGES,
    license=st.lists(TEXTS, max_size=2),
    renderer=st.none() | TEXTS,
    requires=st.none() | st.sampled_from(["0.14.0", "v1", "0.9.1-rc1"]),
)
def test_any_modelfile_survives_writing(**values: Any) -> None:
    made = Modelfile(**values)
    try:
        written = str(made)
    except ValueError as error:
        assert 'with """ at the end of a line' in str(error)
        return
    assert Modelfile.parse(written) == made


@given(st.text(st.sampled_from('FROMSYSTEM from \n\r\t"#a.'), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = Modelfile.parse(text)
    except ModelfileError:
        return
    assert Modelfile.parse(str(read)) == read
