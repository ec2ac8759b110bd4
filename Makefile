# Everything that is done with Ashi from a checkout. `make help` lists it.
# Needs Python 3.11 or later and make; the rest installs itself into .venv and node_modules.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
HOUSE := $(PYTHON) tools/house.py
QUICK := tests/unit tests/property tests/reference

# Compiled modules are kept: without them every start compiles over a thousand again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test quick check fix bench core messages frontend requirements \
	docs-pictures reality python audit

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or later, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python is too old ($$($(PYTHON) -V)): install 3.11 or later, or name it: make PYTHON=python3.11"; exit 1; }

install: python  ## make .venv with the command ashi, the tools, and the front end
	@$(HOUSE) install

demo: install  ## a working centre of invented people on http://localhost:8000 (PORT=, ARGS="--reset")
	@exec $(BIN)/ashi demo --port $(PORT) $(ARGS)

# Half of the time of a test in a browser is waiting, for a page or a clock: three share two cores.
test: install  ## everything: checks, all tests, the browser's too
	@$(HOUSE) browser
	@$(BIN)/python tools/check.py
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser" $(ARGS)
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal -m browser tests/browser $(ARGS)

quick: install  ## unit, property and reference tests, under a minute
	@$(BIN)/python -m pytest -q -m "not slow" $(wildcard $(QUICK)) $(ARGS)

core: python  ## the core's tests in an environment without Django
	@$(HOUSE) core
	@.venv-core/bin/python -m pytest -q -W ignore::pytest.PytestConfigWarning $(wildcard tests/unit/core tests/property tests/reference) $(ARGS)

check: install  ## format, lint, types, imports, sizes, templates, migrations; changes nothing
	@$(BIN)/python tools/check.py

fix: install  ## what can be put right by machine
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@node_modules/.bin/biome check --write --log-level=error frontend || true
	@$(BIN)/djlint --reformat --quiet src || true

audit: install  ## ask whether a weakness is known in what Ashi is built of
	@$(BIN)/python tools/audit.py $(ARGS)

bench: install  ## each promise of speed as a number
	@$(HOUSE) peers
	@$(BIN)/python -m bench $(ARGS)

frontend: python  ## build styles, islands, icons
	@$(HOUSE) frontend

messages: python  ## compile the translations
	@$(HOUSE) messages

requirements: install  ## pin what requirements/*.in ask for, with hashes
	@$(BIN)/python tools/pin.py

docs-pictures: install  ## take the pictures in docs/pictures from the demo centre
	@$(HOUSE) browser
	@$(BIN)/python tools/take_pictures.py

reality: install  ## compare with real exports: make reality REAL=folder
	@$(BIN)/python -m tests.reality "$(REAL)"
