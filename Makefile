# One verb each. `make run` and `make test` do all set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What measures the lines that tests reach; COVERAGE= leaves it out, which takes a third of the time off.
COVERAGE ?= --cov --cov-report=term
# Also where the environment forbids Python to keep bytecode: without it a start takes a second longer.
COMPILE := $(BIN)/python -m compileall -q app
STAMP := $(VENV)/.opentime-run
DEV_STAMP := $(VENV)/.opentime-dev
OPENTIME_HOME ?= ./var
OPENTIME_PORT ?= 8080
OPENTIME_WORKERS ?= 1
export OPENTIME_HOME OPENTIME_PORT OPENTIME_WORKERS

.PHONY: help run test check bench format docs clean

help: ## List the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(STAMP): pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(COMPILE)
	@touch $@

$(DEV_STAMP): pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(COMPILE)
	@touch $@ $(STAMP)

run: $(STAMP) ## Serve the demo brand on OPENTIME_PORT, with its files in OPENTIME_HOME
	$(BIN)/python -m app demo

test: check ## Everything that .ci/run runs

check: $(DEV_STAMP) ## Format, lint, types, layers, dependencies, tests with coverage
	$(BIN)/ruff format --check app tests bench
	$(BIN)/ruff check app tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry app
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n 2 $(COVERAGE) --durations=40

bench: $(DEV_STAMP) ## Every target of docs/performance.md, with its peer in the same run
	$(BIN)/python -m bench

format: $(DEV_STAMP) ## Format and mend what the linter can mend
	$(BIN)/ruff format app tests bench
	$(BIN)/ruff check --fix app tests bench

docs: $(DEV_STAMP) ## Regenerate the generated parts of docs/
	$(BIN)/python -m tests.docs.write_docs

clean: ## Remove the virtual environment and caches; HOME stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
