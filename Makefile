# Every command of the repository. Each makes the environment it needs; `make help` lists them.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
RUN := $(VENV)/bin/python
# What tools read that know one file only: the description's own root is read by Redocly alone.
SPECS := openapi/openai.yaml openapi/anthropic.yaml openapi/systemone.yaml $(wildcard openapi/dist/*.json)

# An environment that forbids bytecode makes each test process compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo docs docs-check docs-serve pictures test test-slow test-busy test-oldest test-engines \
	generate check lint reference build compat contract clients clients-all faults soak fuzz \
	bench bench-profile bench-quick clean
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment, made anew when the pins change. The project itself is an editable install.
$(VENV)/.ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python"; exit 1; }
	@echo "making the environment in $(VENV), once: downloads about 20 MB of packages from PyPI (generator, SDK)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --group generate --editable .
	@touch $@

# The same with what tests, checks and builds need.
$(VENV)/.ready-dev: $(VENV)/.ready
	@echo "adding what tests, checks and builds need, once: downloads about 105 MB of packages from PyPI"
	@$(RUN) -m pip install --quiet --disable-pip-version-check \
		--group test --group types --group build --group contract --group upstream
	@touch $@

demo: generate ## render the SDK from the spec, then stream a chat with it
	@$(RUN) examples/demo.py

test: $(VENV)/.ready-dev ## run the test suite, or TESTS="path ...": about 3 minutes on two idle cores
	@$(RUN) -m pytest -n logical $(TESTS)

# The tests that are marked so: they install packages, or try many more cases of what others try.
test-slow: $(VENV)/.ready-dev ## run the slow tests, as CI does: they take long and seldom fail
	@$(RUN) -m pytest -n logical -m slow $(TESTS)

# The proof that no test depends on the machine's speed. The loops take every core; the tests get
# what is left: a quarter at NICE=5, a tenth at 10, a fiftieth at 19 (for single files).
NICE ?= 5

test-busy: $(VENV)/.ready-dev ## run the tests (TESTS="path ...") while other processes keep every core busy
	@trap 'kill $$loops' EXIT INT TERM; \
	for core in $$($(RUN) -c 'import os; print(*range(os.cpu_count()))'); do \
		while :; do :; done & loops="$$loops $$!"; \
	done; \
	nice -n $(NICE) $(RUN) -m pytest -n logical $(TESTS)

# The SDK supports an older Python than the generator does: its tests on the oldest one.
OLDEST := $(VENV)-3.10
OLDEST_PYTHON ?= $(shell for p in python3.10 $(HOME)/.pyenv/versions/3.10.*/bin/python3.10; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && echo $$p && break; done)

test-oldest: ## run the tests of the package on Python 3.10, if it is installed
ifeq ($(OLDEST_PYTHON),)
	@echo "skipped: no Python 3.10 here"
else
	@$(OLDEST_PYTHON) -m venv --clear $(OLDEST)
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check \
		--group test pyyaml --editable .
	@$(OLDEST)/bin/python -m pytest -n logical tests/runtime tests/client tests/ollama tests/testing
endif

# Ray and Dask, which nothing else needs, have an environment of their own.
ENGINES := $(VENV)-engines

$(ENGINES)/.ready: pyproject.toml
	@echo "making the environment in $(ENGINES), once: downloads about 220 MB of packages from PyPI (Ray, Dask)"
	@$(PYTHON) -m venv --clear $(ENGINES)
	@$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check \
		--group test --group engines --editable .
	@touch $@

test-engines: $(ENGINES)/.ready ## run the tests with a local Ray, with a Dask client, and with trio
	@$(ENGINES)/bin/python -m pytest -n 0 -q -m "slow or not slow" tests/engines/*_check.py \
		tests/ollama/test_http2_and_trio.py

generate: $(VENV)/.ready ## render generated/ and openapi/dist/ from openapi/ollama.yaml
	@$(RUN) -m generator

check: $(VENV)/.ready-dev ## check generated files, lint and types
	@$(RUN) -m generator --check
	@$(RUN) -m generator lint
	@$(RUN) -m openapi_spec_validator $(SPECS)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy --strict
	@$(RUN) -m pyright

# The linters of the spec; npm is asked again when their lock changes.
LINT := openapi/lint
LINTERS := $(LINT)/node_modules/.bin

$(LINT)/node_modules/.ready: $(LINT)/package-lock.json
	@echo "installing the linters in $(LINT)/node_modules (once)"
	@command -v npm >/dev/null || { echo "Node.js 20.19 or newer is needed, with npm"; exit 1; }
	@cd $(LINT) && npm ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@

lint: export REDOCLY_TELEMETRY = off
lint: export REDOCLY_SUPPRESS_UPDATE_NOTICE = true
lint: $(VENV)/.ready-dev $(LINT)/node_modules/.ready ## check the spec and its other versions with three linters
	@$(RUN) -m openapi_spec_validator $(SPECS)
	@$(LINTERS)/redocly lint --config $(LINT)/redocly.yaml
	@$(LINTERS)/spectral lint --ruleset $(LINT)/spectral.yaml --fail-severity hint $(SPECS)
	@$(RUN) -m generator lint
	@$(RUN) -m pytest -q -n 0 -m "slow or not slow" tests/generator/test_lint.py \
		tests/generator/test_reference.py

# The reference of the REST API as one page, made by the Redoc of a linter that is there anyway.
REFERENCE ?= docs/rest-api.html

reference: export REDOCLY_TELEMETRY = off
reference: export REDOCLY_SUPPRESS_UPDATE_NOTICE = true
reference: $(LINT)/node_modules/.ready ## write the REST API as one HTML page, docs/rest-api.html
	@$(LINTERS)/redocly build-docs openapi/dist/openapi-3.1.json --output $(REFERENCE)

# The site of the documentation. Its packages are added to the environment when it is first built.
$(VENV)/.ready-docs: $(VENV)/.ready
	@echo "adding what the documentation's site needs, once: downloads about 80 MB of packages from PyPI"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

# Material's notice of its end of life is in docs/dependencies.md, with what follows.
docs docs-serve docs-check: export NO_MKDOCS_2_WARNING = 1
docs: $(VENV)/.ready-docs reference ## build the documentation's site into site/
	@$(RUN) -m mkdocs build --quiet --strict
	@echo "site/index.html"

docs-serve: $(VENV)/.ready-docs reference ## show the site at http://127.0.0.1:8000, and rebuild it after each edit
	@$(RUN) -m mkdocs serve

docs-check: docs ## open every page of the site in headless Chromium: links, pictures, errors, search
	@$(RUN) -m pytest -n 0 -q tests/docs_site/browser_check.py

pictures: $(VENV)/.ready ## draw docs/assets/: the plot of `make bench`, what make demo prints
	@$(RUN) docs/_site/figures.py

build: $(VENV)/.ready-dev ## build the sdist and the wheels into dist/
	@rm -rf dist
	@$(RUN) -m build --no-isolation --outdir dist . >/dev/null
	@$(RUN) -m build --wheel --no-isolation --outdir dist proof/alias >/dev/null
	@ls dist

compat: $(VENV)/.ready ## run the official client's tests and examples with ours, and compare requests
	@$(RUN) -m proof.compat

contract: $(VENV)/.ready-dev ## check the spec against the test server, or the server at OLLAMA_HOST
	@$(RUN) -m proof.contract

clients: $(VENV)/.ready-dev ## generate, compile and run the quick clients in other languages, or CLIENTS="name ..."
	@$(RUN) -m proof.clients $(CLIENTS)

clients-all: $(VENV)/.ready-dev ## the same for every client, and the table of docs/other-languages.md
	@$(RUN) -m proof.clients --all $(CLIENTS)

MINUTES ?= 3
STREAMS ?= 500
CASES ?= 200000
SEED ?= 1

soak: $(VENV)/.ready-dev ## run STREAMS=500 at once for MINUTES=3, with faults: nothing lost, doubled or leaked
	@$(RUN) -m proof.soak --minutes $(MINUTES) --streams $(STREAMS) --seed $(SEED)

faults: $(VENV)/.ready-dev ## write the table of faults and their errors in docs/errors.md
	@$(RUN) -m tests.ollama.faults

fuzz: $(VENV)/.ready-dev ## test CASES=200000 made-up bodies and answers: no undeclared error
	@$(RUN) -m proof.fuzz --cases $(CASES) --seed $(SEED)

bench-quick: $(VENV)/.ready-dev ## ours against the official client: the budgets, in under a minute
	@$(RUN) -m proof.benchmarks.quick

bench: $(VENV)/.ready-dev ## every client, every target: proof/benchmarks/RESULTS.md and its plot, 12 minutes
	@$(RUN) -m proof.benchmarks.full
	@$(RUN) docs/_site/figures.py

SIDE ?= ours

bench-profile: $(VENV)/.ready-dev ## where the time of ROW="chat, sync" goes, in ours or SIDE=official
	@$(RUN) -m proof.benchmarks.profile --side $(SIDE) "$(ROW)"

clean: ## remove what the commands created
	@rm -rf $(VENV) $(OLDEST) $(ENGINES) .compat .clients dist build site $(REFERENCE) proof/benchmarks/.venv $(LINT)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
