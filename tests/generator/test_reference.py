"""The reference of the REST API as HTML: it can be built, and has all operations in groups."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.patience import PATIENCE

from .support import ROOT, operations_of

SPEC = ROOT / "openapi" / "dist" / "openapi-3.1.json"
REDOCLY = ROOT / "openapi" / "lint" / "node_modules" / ".bin" / "redocly"


@pytest.mark.slow
@pytest.mark.skipif(not REDOCLY.exists(), reason="`make lint` installs Redocly")
def test_the_reference_is_built_with_native_routes_first(tmp_path: Path) -> None:
    page = tmp_path / "rest-api.html"
    done = subprocess.run(
        ["make", "reference", f"REFERENCE={page}"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    whole = page.read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<script.*?</script>", "", whole, flags=re.DOTALL))
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    titles = {tag["name"]: tag["x-displayName"] for tag in spec["tags"]}
    order = [titles[name] for group in spec["x-tagGroups"] for name in group["tags"]]
    places = [text.index(f">{title}<") for title in order]
    assert order[0] == "Generation"
    assert places == sorted(places)
    for _, operation in operations_of(spec):
        assert json.dumps(operation["summary"]) in whole  # Shown when its section is opened.


def test_each_tag_has_a_title_and_is_in_one_group() -> None:
    for name in ("openapi-3.1.json", "openapi-3.0-portable-native.json"):
        spec = json.loads((SPEC.parent / name).read_text(encoding="utf-8"))
        grouped = [tag for group in spec["x-tagGroups"] for tag in group["tags"]]
        assert sorted(grouped) == sorted(tag["name"] for tag in spec["tags"]), name
        assert all(tag["x-displayName"] for tag in spec["tags"])
