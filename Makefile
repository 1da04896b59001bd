# Two commands do everything on a fresh machine: `make demo` and `make test`.
# They need git, make and Python ≥ 3.11 with venv; the rest comes from the package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := tests/articles/demonstration.txt
LOCKS := tests/locks
TOOLS := build/release-tools
FUZZING := build/fuzzing
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test faults quick check format bench tools lock audit sbom dist fuzz clean

# What is installed: the newest that pyproject.toml allows, or with LOCKED=1, as in CI, exactly what tests/locks names.
# Without looking for dependencies, which are all in there: for one with an extra, older pips take the newest release.
pinned = install --quiet --require-hashes --no-deps -r $(LOCKS)/$(1).txt
locked = $(1)/bin/python -m pip $(call pinned,$(2))
ours = $(1)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
install = $(if $(LOCKED),$(call locked,$(VENV),test) && $(call ours,$(VENV)),$(BIN)/python -m pip install --quiet --editable '.[$(1)]')

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

$(BIN)/audionews: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "audionews needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say which with: make demo PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(call install,serve)
	@$(BIN)/python -m compileall -q src # pip compiles what it installs, but nothing that stays editable
	@touch $@

$(VENV)/tested: pyproject.toml | $(BIN)/audionews
	$(call install,test)
	@touch $@

demo: $(BIN)/audionews ## render a sample article into output/ and say what to open
	@$(BIN)/audionews render $(SAMPLE) --output output
	@$(BIN)/audionews verify output
	@echo "Open output/index.html in a browser, or run: $(BIN)/audionews serve"

test: $(VENV)/tested ## run the tests; SLOW=1 runs those too that take long, as `make check` does
	$(BIN)/python -m pytest -n auto $(if $(SLOW),,-m "not slow")

faults: $(VENV)/tested ## stop runs at every call to the file system, and read during 200 of them: some fifteen minutes
	FAULTS_EVERY=1 RENDERS=200 $(BIN)/python -m pytest -n auto tests/faults

quick: $(VENV)/tested ## run the tests that take no time
	$(BIN)/python -m pytest -n auto -m "not slow and not browser"

# Of the calls at which runs are stopped, every 25th: `make faults` takes them all.
check: $(VENV)/tested ## ruff, mypy, and every test with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	FAULTS_EVERY=25 $(MAKE) test SLOW=1 PYTEST_ADDOPTS="--cov --cov-report=term:skip-covered --cov-fail-under=95"

format: $(VENV)/tested ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The first render comes first: where thousands of files were deleted a moment ago, ext4 looks long for room for a new one.
BENCHES = tests/benchmarks/bench_render.py $(filter-out %/bench_render.py,$(sort $(wildcard tests/benchmarks/bench_*.py)))

bench: $(VENV)/tested ## print what it costs: time and memory, as ratios
	@for bench in $(BENCHES); do $(BIN)/python $$bench || exit 1; done

tools: ## what the browser and parser tests need from npm, into tests/node_modules
	cd tests && npm ci --no-audit --no-fund

$(TOOLS)/installed: $(LOCKS)/release.txt
	$(PYTHON) -m venv $(TOOLS)
	$(call locked,$(TOOLS),release)
	@touch $@

COMPILE = $(TOOLS)/bin/uv pip compile --quiet --universal --generate-hashes --only-binary :all: --upgrade \
	--custom-compile-command 'make lock' pyproject.toml

lock: | $(TOOLS)/installed ## pin the newest of every dependency, by hash, for every Python and platform
	$(COMPILE) --extra test --group build --output-file $(LOCKS)/test.txt
	$(COMPILE) --extra serve --constraint $(LOCKS)/test.txt --output-file $(LOCKS)/serve.txt
	$(TOOLS)/bin/uv pip compile --quiet --universal --generate-hashes --only-binary :all: --upgrade \
		--custom-compile-command 'make lock' --python-version 3.11 --group release --output-file $(LOCKS)/release.txt
	$(COMPILE) --extra serve --group build --group fuzz --constraint $(LOCKS)/test.txt --output-file $(LOCKS)/fuzz.txt

audit: $(TOOLS)/installed ## ask whether anything locked has a known fault
	$(TOOLS)/bin/pip-audit --require-hashes --disable-pip -r $(LOCKS)/serve.txt

# Built from the last commit, not from what lies about here: whoever has the commit gets the same bytes.
dist: $(TOOLS)/installed ## build and check the release of the last commit: the same bytes wherever it is built
	@rm -rf build/source dist && mkdir -p build/source
	@git archive HEAD | tar -x -C build/source
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(TOOLS)/bin/python -m build --no-isolation --outdir dist build/source >build/dist.log
	$(TOOLS)/bin/check-wheel-contents dist/*.whl
	$(TOOLS)/bin/twine check --strict dist/*

sbom: dist ## write dist/sbom.cdx.json: all that is installed with the program (CycloneDX)
	@rm -rf build/installed && $(PYTHON) -m venv --without-pip build/installed
	$(TOOLS)/bin/python -m pip --python build/installed/bin/python $(call pinned,serve)
	$(TOOLS)/bin/python -m pip --python build/installed/bin/python install --quiet --no-deps dist/*.whl
	$(TOOLS)/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --output-file dist/sbom.cdx.json build/installed/bin/python

$(FUZZING)/installed: $(LOCKS)/fuzz.txt
	$(PYTHON) -m venv $(FUZZING)
	$(call locked,$(FUZZING),fuzz)
	$(call ours,$(FUZZING))
	@touch $@

TARGETS = $(notdir $(wildcard tests/fuzz/corpus/*))
SECONDS ?= 600
SEED ?= 0
RUNS ?= -1
LIMITS = -seed=$(SEED) -runs=$(RUNS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0

fuzz: $(FUZZING)/installed ## look for inputs that break a reader: SECONDS=600 each, two at once, TARGETS="text feed"
	@mkdir -p $(addprefix build/fuzz/,$(TARGETS))
	@printf '%s\n' $(TARGETS) | xargs -P 2 -I TARGET $(FUZZING)/bin/python tests/fuzz/drive.py TARGET build/fuzz/TARGET \
		tests/fuzz/corpus/TARGET -max_total_time=$(SECONDS) -artifact_prefix=build/fuzz/TARGET- $(LIMITS)

clean: ## remove what was made here
	rm -rf $(VENV) dist build .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/node_modules
