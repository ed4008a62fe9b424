# Two commands matter: `make demo` and `make test`. Everything runs in .venv; nothing else of the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Not compiled: Python does that with what is imported, and most of it never is. Old pips take twice as long as their upgrade.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
DEMO := $(VENV)/.installed-demo
DEV := $(VENV)/.installed-dev
BITS ?= 64
SEEDS ?= 20000

.PHONY: demo test test-windows check golden bench simulate docs lock clean

demo: $(DEMO)
	$(BIN)/gdyb-generator generate
	$(BIN)/gdyb-generator check
	$(BIN)/gdyb demo

test: $(DEV)
	$(BIN)/pytest -n auto -q

# With a Windows Python under wine what tests/windows/chosen.toml names, or ALL=1; installs Debian packages when it may.
# BITS=32 runs the reader tests with a 32-bit helper; it needs root and 2 GB.
test-windows: $(DEV)
	$(BIN)/python tests/windows/run.py --bits $(BITS) $(if $(ALL),--all)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pytest -q tests/package/test_checkout.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/gdyb-generator lint
	$(BIN)/gdyb-generator check
	$(BIN)/gdyb-generator diff --against-release

golden: $(DEV)
	$(BIN)/pytest -q tests/generator/golden tests/generator/lint tests/generator/diff --update-golden

bench: $(DEV)
	$(BIN)/python tests/benchmarks

# Histories of clearing against a simulated platform, network, clock and person; docs/reliability.md says what else it takes.
simulate: $(DEV)
	PYTHONPATH=tests $(BIN)/python -m support.simulation --seeds $(SEEDS) $(SIMULATE)

# The reference site in build/docs/site; the scripts of its pages come from npm packages.
docs: $(DEV)
	$(BIN)/gdyb-generator docs --out build/docs --html

# What every Python and platform installs; a line that still fits stays, one that was deleted is chosen anew.
lock: $(DEV)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11.0 --all-extras --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --output-file constraints.txt pyproject.toml

$(DEMO): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) -e '.[generator,sandbox,workflows]'
	@touch $(DEMO)

$(DEV): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) -e '.[dev]'
	@touch $(DEMO) $(DEV)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
