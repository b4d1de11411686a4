# make help      what there is
# Everything works from a fresh clone: the first call makes .venv from the pinned requirements.
VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
MARSAD := $(BIN)/marsad
READY  := $(BIN)/marsad
DATA   ?= $(or $(MARSAD_DATA),../shared/data)
DEMO   ?= demo

.DEFAULT_GOAL := help
FRONT  := src/marsad/web/static/app/manifest.json
FRONT_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -name '*.[tjc]s*' ! -name base.json -print)

.PHONY: help setup demo frontend screenshots test gate check docs clean

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(READY):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

setup: $(READY) frontend  ## Make the virtual environment, and the front end where npm is there

# Pages work without the front end, so a machine without npm is no hindrance.
frontend: $(FRONT)  ## Build the drawings of the web pages: map, timeline, network, keys

$(FRONT): $(FRONT_SOURCES)
	@if command -v npm >/dev/null; then cd frontend && npm ci --no-progress && npm run build; \
	else echo "npm is not there: the web pages go without map, timeline and keys (install Node 20 or newer, then: make frontend)"; fi

screenshots: $(READY) frontend  ## Take a picture of every web page at two widths, into screenshots/
	$(BIN)/python tests/screenshots.py

demo: $(READY)  ## From the invented exercise to a brief, in one go
	rm -rf $(DEMO)
	$(MARSAD) init $(DEMO)
	$(MARSAD) -w $(DEMO) add examples/exercise/[0-9]*
	$(MARSAD) -w $(DEMO) run
	$(MARSAD) -w $(DEMO) status
	$(MARSAD) -w $(DEMO) brief --out $(DEMO)/brief.html
	@echo
	@echo "The brief:   $(DEMO)/brief.html (open it in a browser)"
	@echo "Go on with:  $(MARSAD) -w $(DEMO) search Torkham"

test: $(READY) frontend  ## Run the tests
	$(BIN)/python -m pytest
	@if [ -d frontend/node_modules ]; then cd frontend && npm test; fi

gate: $(READY)  ## Hold the scores on the exercise and the development data to their floors
	$(BIN)/python -m marsad.evaluate.gates "$(DATA)"

check: $(READY)  ## Lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(READY)  ## Check the docs: links hold, examples run, nothing is left out
	$(BIN)/python -m pytest tests/test_docs.py

clean:  ## Remove what was made, but not the environment
	rm -rf $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache screenshots src/marsad/web/static/app
