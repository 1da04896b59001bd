# Two commands do everything on a fresh machine: `make demo` and `make test`.
# They need git, make and Python ≥ 3.11 with venv; the rest comes from the package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := tests/articles/demonstration.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test quick check format bench tools clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

$(BIN)/audionews: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "audionews needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say which with: make demo PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[serve]'
	@touch $@

$(VENV)/tested: pyproject.toml | $(BIN)/audionews
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

demo: $(BIN)/audionews ## render a sample article into output/ and say what to open
	@$(BIN)/audionews render $(SAMPLE) --output output
	@$(BIN)/audionews verify output
	@echo "Open output/index.html in a browser, or run: $(BIN)/audionews serve"

test: $(VENV)/tested ## run every test
	$(BIN)/python -m pytest -n auto

quick: $(VENV)/tested ## run the tests that take no time
	$(BIN)/python -m pytest -n auto -m "not slow and not browser"

check: $(VENV)/tested ## ruff, mypy, and every test with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test PYTEST_ADDOPTS="--cov --cov-report=term:skip-covered --cov-fail-under=95"

format: $(VENV)/tested ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/tested ## print what it costs: time and memory, as ratios
	@for bench in tests/benchmarks/bench_*.py; do $(BIN)/python $$bench || exit 1; done

tools: ## what the browser and parser tests need from npm, into tests/node_modules
	cd tests && npm ci --no-audit --no-fund

clean: ## remove what was made here
	rm -rf $(VENV) dist build .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/node_modules
