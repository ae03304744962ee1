# `make demo` and `make test` do all the set-up themselves and may be run again at any time.

VENV := .venv
PY := $(VENV)/bin/python

.PHONY: demo test bench setup clean

setup:
	@bash .ci/setup

# The whole road on the sample dossiers; prints where the results lie.
demo: setup
	@$(PY) -m casereview demo demo

# Everything that must hold: style, types, import contracts (among the tests), tests with the windows off-screen.
test: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 --dist loadscope

bench: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -m benchmark tests/benchmarks

clean:
	rm -rf $(VENV) demo build *.egg-info
