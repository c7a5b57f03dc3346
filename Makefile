# geomap's two words are `make render` and `make test`; the rest is for people who change it.
# Every word creates what it needs in a fresh clone: Python 3.11 and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
INPUTS := pyproject.toml hatch_build.py geomap/render/web/package-lock.json
BUILD_INPUTS := $(shell find gazetteer geomap/gazetteer geomap/render/data -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: render test check bench clean setup dev system

render: $(READY)
	$(BIN)/geomap render

setup: $(READY)

dev: $(READY_DEV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "geomap needs Python 3.11 or newer; name it: make render PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): $(BIN)/python $(INPUTS) $(BUILD_INPUTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(READY_DEV): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

# Browser tests need a Chromium. As root on Debian it is installed, with GDAL; otherwise we say how.
system:
	@$(PYTHON) .ci/system.py

test: $(READY_DEV) system
	$(BIN)/python -m pytest

check: $(READY_DEV) system
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/geomap gazetteer check
	$(BIN)/python -m pytest

bench: $(READY_DEV) system
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --no-header -p no:xdist
	@for script in tests/benchmarks/*/run.py; do [ -f "$$script" ] || continue; $(BIN)/python "$$script" || exit 1; done

clean:
	rm -rf $(VENV) geomap/_built maps/*.html build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
