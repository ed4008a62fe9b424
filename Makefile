# Two commands matter: `make demo` and `make test`. Everything runs in .venv; nothing else of the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BITS ?= 64

.PHONY: demo test test-windows check golden bench docs clean

demo: $(STAMP)
	$(BIN)/gdyb-generator generate
	$(BIN)/gdyb-generator check
	$(BIN)/gdyb demo

test: $(STAMP)
	$(BIN)/pytest -n auto -q

# The reader tests with a Windows Python under wine; installs Debian packages when it may. BITS=32 needs root and 2 GB.
test-windows: $(STAMP)
	$(BIN)/python tests/windows/run.py --bits $(BITS)

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/gdyb-generator lint
	$(BIN)/gdyb-generator check
	$(BIN)/gdyb-generator diff --against-release

golden: $(STAMP)
	$(BIN)/pytest -q tests/golden tests/diff --update-golden

bench: $(STAMP)
	$(BIN)/python tests/benchmarks

# The reference site in build/docs/site; the scripts of its pages come from npm packages.
docs: $(STAMP)
	$(BIN)/gdyb-generator docs --out build/docs --html

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
