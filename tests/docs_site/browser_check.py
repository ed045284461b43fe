"""Opens every page of the built site in a browser: `make docs-check` runs it after `make docs`.

It looks for broken links, missing pictures, console errors and anything that is loaded from another
site, and clicks through the search and one recipe.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ollama._methods import public

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

#: Returns the link targets on a page, and its own links.
READ = """() => ({
    ids: [...document.querySelectorAll('[id], a[name]')].map(e => e.id || e.name),
    links: [...document.querySelectorAll('a[href]')].map(e => e.href),
    lost: [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src),
    pictures: document.images.length,
})"""


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@dataclass
class Seen:
    """The results of opening all pages."""

    pages: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)
    pictures: int = 0
    troubles: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    assert (SITE / "index.html").exists(), "there is no site: run `make docs` first"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(SITE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        assert "CI" not in os.environ, "CI needs a browser: apt-get install chromium"
        pytest.skip(f"none of these browsers is installed: {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def seen(address: str, browser: Browser) -> Seen:
    found = Seen()
    page = browser.new_page()
    watch(page, address, found.troubles)
    for path in sorted(SITE.rglob("*.html")):
        name = path.relative_to(SITE).as_posix().removesuffix("index.html")
        if name == "404.html":
            continue
        page.goto(address + name, wait_until="load")
        read = page.evaluate(READ)
        found.pages[name] = set(read["ids"])
        found.links[name] = set(read["links"])
        found.pictures += read["pictures"]
        found.troubles += [f"{name}: no picture at {source}" for source in read["lost"]]
    page.close()
    return found


def watch(page: Page, address: str, troubles: list[str]) -> None:
    """Record errors on a page, and refuse requests to other sites."""

    def note(what: str) -> None:
        troubles.append(f"{page.url.removeprefix(address)}: {what}")

    def elsewhere(url: str) -> bool:
        return not url.startswith((address, "data:", "blob:"))

    page.route(elsewhere, lambda route: route.abort())
    page.on("request", lambda it: note(f"loads {it.url}") if elsewhere(it.url) else None)
    page.on("console", lambda it: note(f"console: {it.text}") if it.type == "error" else None)
    page.on("pageerror", lambda it: note(f"error: {it}"))
    page.on("response", lambda it: note(f"{it.status} for {it.url}") if it.status >= 400 else None)


def test_pages_open_without_errors_and_with_all_pictures(seen: Seen) -> None:
    assert seen.troubles == []
    assert len(seen.pages) > 50
    assert seen.pictures >= 2


def test_links_lead_somewhere(seen: Seen, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    broken: list[str] = []
    checked = 0
    for name, links in seen.links.items():
        for link in links:
            if not link.startswith(address):
                continue
            checked += 1
            target, anchor = urldefrag(link.removeprefix(address))
            if target not in seen.pages:
                if not (SITE / unquote(target)).is_file():
                    broken.append(f"{name}: {link}")
            elif anchor and target != "rest-api.html" and unquote(anchor) not in seen.pages[target]:
                broken.append(f"{name}: {link}")
    assert broken == []
    with capsys.disabled():
        print(f"\n{len(seen.pages)} pages, {checked} links, {seen.pictures} pictures")


def test_every_public_name_is_in_the_reference(seen: Seen) -> None:
    anchors = set().union(*(ids for name, ids in seen.pages.items() if name.startswith("api/")))
    names = {*public.MODULES, *(f"Client.{name}" for name in public.FUNCTIONS)}
    assert {name for name in names if f"ollama.{name}" not in anchors} == set()


def test_the_search_finds_a_page(address: str, browser: Browser) -> None:
    troubles: list[str] = []
    page = browser.new_page()
    watch(page, address, troubles)
    page.goto(address)
    page.locator("label.md-header__button[for=__search]").or_(
        page.locator("input.md-search__input")
    ).last.click()
    page.locator("input.md-search__input").press_sequentially("max_reasks")
    result = page.locator("a.md-search-result__link[href*='structured-output']").first
    result.click()
    page.wait_for_url("**/structured-output/**")
    expect(page.locator("article")).to_contain_text("max_reasks")
    assert troubles == []
    page.close()


def test_a_recipe_is_found_and_copied(address: str, browser: Browser) -> None:
    troubles: list[str] = []
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    watch(page, address, troubles)
    page.goto(address)
    page.locator("nav.md-tabs").get_by_role("link", name="Recipes").click()
    page.wait_for_url("**/recipes/")
    page.locator(".md-sidebar--secondary").get_by_role("link", name="Use threads").click()
    page.wait_for_url("**/recipes/#use-threads")
    heading = page.locator("#use-threads")
    expect(heading).to_be_in_viewport()
    block = page.locator("#use-threads ~ .highlight").first
    block.hover()
    block.locator("button").first.click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("from concurrent.futures import ThreadPoolExecutor\n")
    assert troubles == []
    context.close()
