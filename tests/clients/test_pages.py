"""Programs are taken from a page unchanged, and judged by what they print."""

from __future__ import annotations

import pytest

from proof.clients import pages

PAGE = """\
# Shell

## A program

Download [it](../../openapi/dist/openapi-3.1.json).

`chat.txt`:

```text
Because of Rayleigh scattering.
```

`more/count.txt`:

```text
one two three
```

Run:

```sh
cat chat.txt > all.txt
test -f openapi-3.1.json && cat all.txt more/count.txt
```

## The rest

```sh
exit 1
```
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    def run(page=PAGE, needs=("sh",)):
        (tmp_path / "shell.md").write_text(page, encoding="utf-8")
        monkeypatch.setattr(pages, "PAGES", tmp_path)
        monkeypatch.setattr(pages, "NEEDS", {"Shell": needs})
        told = []
        found = pages.outcomes(["Shell"], tmp_path / "out", tmp_path / "cache", 1, told.append)
        assert told == found
        return found

    return run


def test_a_program_that_prints_what_it_should(run):
    [outcome] = run()
    assert outcome.trouble == ""
    assert pages.line(outcome).startswith("program of the page for Shell: runs (")
    assert list(pages.failures([outcome], complete=True)) == []


@pytest.mark.parametrize(
    ("old", "new", "trouble"),
    [
        ("one two three", "one two", "it printed"),
        ("cat chat.txt > all.txt", "cat chat.md", "exit status 1"),
    ],
)
def test_a_program_that_does_not(run, old, new, trouble):
    [outcome] = run(PAGE.replace(old, new))
    assert trouble in outcome.trouble
    [failure] = pages.failures([outcome], complete=False)
    assert failure.startswith("program of the page for Shell: ")


def test_a_language_that_is_not_here(run):
    [outcome] = run(needs=("no-such-program",))
    assert pages.line(outcome) == "program of the page for Shell: skipped, no no-such-program here"
    assert list(pages.failures([outcome], complete=False)) == []
    assert len(list(pages.failures([outcome], complete=True))) == 1
