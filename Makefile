# The only commands to learn. Python 3.11 or later and make are all that must be there.
#
#   make run         install, build, migrate and serve on http://localhost:8000 (DEMO=0: no demo)
#   make test        every test, on SQLite and on PostgreSQL, with a browser
#   make test-large  the heaviest tests at full size: 20,000 rows, 100,000 entries
#   make test-pages  every page in many circumstances: dark, on a phone, without scripts ...
#   make coverage    how much of the rules the tests reach: domain, access and services
#   make check       what can be said without running: format, lint, types, imports, texts, locks
#   make bench       measure the product at 2,000 and 20,000 initiatives
#   make assets      fetch the browser files and compile the catalogues
#   make translate   compile the catalogues and tell what is not translated
#   make migrate     bring the database to the newest shape
#   make locks       write requirements/*.txt anew (UPGRADE=--upgrade: with newer versions)

.DEFAULT_GOAL := help
.PHONY: help run test test-large test-pages coverage pictures check bench assets translate migrate locks
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --requirement
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --strip-extras --allow-unsafe $(UPGRADE)
CATALOGUES := $(wildcard tracker/translations/*/*.po)

help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/.run $(VENV)/.assets
	@exec $(BIN)/tracker run

test: $(VENV)/.test $(VENV)/.assets
	@rm -f tests/figures.json
	@$(BIN)/python hatch_build.py --tests
	@$(BIN)/python -m tests.browser.chromium
	@status=0; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --engine sqlite \
		--save-figures || status=1; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --engine postgresql \
		--engine-tests --save-figures --compare-figures || status=1; \
	exit $$status

test-large: $(VENV)/.test $(VENV)/.assets
	@for engine in sqlite postgresql; do LARGE=1 $(BIN)/python -m pytest --engine $$engine -s \
		tests/integration/services/test_import_of_long_lists.py \
		tests/integration/services/test_audit_verify.py tests/integration/year || exit 1; done

test-pages: $(VENV)/.test $(VENV)/.assets
	@$(BIN)/python hatch_build.py --tests
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest -n $(WORKERS) -m variants tests/browser

coverage: $(VENV)/.test $(VENV)/.assets
	@$(BIN)/python hatch_build.py --tests
	@$(BIN)/python -m coverage run -m pytest --quiet tests/unit tests/integration tests/contract
	@$(BIN)/python -m coverage report

pictures: $(VENV)/.test $(VENV)/.assets
	@$(BIN)/python -m tests.browser.chromium
	@PICTURES=1 $(BIN)/python -m pytest -m pictures tests/browser

check: $(VENV)/.check
	@status=0; \
	$(BIN)/ruff format --check --quiet --diff . || status=1; \
	$(BIN)/ruff check --quiet . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports --no-logo || status=1; \
	$(BIN)/python -m checks || status=1; \
	exit $$status

bench: $(VENV)/.test $(VENV)/.assets
	@$(BIN)/python -m bench

assets: $(VENV)/.run
	@$(BIN)/python hatch_build.py
	@touch $(VENV)/.assets

translate: assets $(VENV)/.check
	@$(BIN)/python -m checks catalogues

migrate: $(VENV)/.run
	@$(BIN)/tracker migrate

locks: $(VENV)/.check
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --extra test --constraint requirements/run.txt \
		--output-file requirements/test.txt pyproject.toml
	$(COMPILE) --extra test --extra check --constraint requirements/test.txt \
		--output-file requirements/check.txt pyproject.toml
	$(COMPILE) --constraint requirements/run.txt \
		--output-file requirements/build.txt requirements/build.in
	$(COMPILE) --output-file requirements/node.txt requirements/node.in
	$(BIN)/python -m checks locks

# What is installed, with a stamp for each layer, so that a second `make` asks pip nothing.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: PYTHON=python3.12 make ..." >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt requirements/build.txt requirements/node.txt pyproject.toml
	@echo "installing what the product runs on"
	@$(LOCKED) requirements/build.txt
	@$(LOCKED) requirements/run.txt
	@{ command -v npm && command -v node; } >/dev/null || $(LOCKED) requirements/node.txt
	@$(INSTALL) --no-deps --no-build-isolation --no-index --editable .
	@touch $@ $(VENV)/.assets

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo "installing what the tests need"
	@$(LOCKED) requirements/test.txt
	@touch $@

$(VENV)/.check: $(VENV)/.test requirements/check.txt
	@echo "installing what the checks need"
	@$(LOCKED) requirements/check.txt
	@touch $@

$(VENV)/.assets: $(VENV)/.run hatch_build.py frontend/package-lock.json $(CATALOGUES)
	@$(BIN)/python hatch_build.py
	@touch $@
