# Every target sets up its own environment in .venv; nothing else is needed beyond Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test test-chaos check format bench requirements clean

help:            ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)   ## open the playground on http://127.0.0.1:3000
	$(BIN)/pushback demo

test: $(READY)   ## run every test, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

test-chaos: $(READY) ## kill, freeze and start workers over a Slack that fails: some minutes
	$(BIN)/python -m pytest -m chaos tests/chaos

check: $(READY)  ## format, lint, types, import contracts, playbooks, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pushback playbooks check

format: $(READY) ## put the code into the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## measure, side by side, what docs/benchmarks.md quotes
	$(BIN)/python -m tests.bench

requirements: $(READY) ## pin again what pyproject.toml allows
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra dev --output-file requirements-dev.txt pyproject.toml

clean:           ## remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
