# Everything runs in .venv, which the first target that needs it makes from the lock file.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Compiled tests are kept, whatever the environment says: to compile them anew takes each worker seconds.
# Tests wait a third of their time, for processes and connections: so half as many workers again as there are cores.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2)))
TEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n $(WORKERS) --ignore=tests/browser
SIZES ?= 10000 100000
KILLS ?= 700
INPUTS ?= 100000
RATES ?= 5 10 20 40 80 160
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help demo test browser screenshots documents bench faults fuzz load check format lock clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## Start the bot in a pretend Slack workspace, ask it a question, let you ask on
	@$(BIN)/policybot demo

test: $(READY) ## Run the tests
	@$(TEST)

browser: $(READY) ## Click through the page in a real browser (needs Chromium)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock
	@$(BIN)/python -m pytest -q tests/browser

screenshots: $(READY) ## Take the pictures of the README (needs Chromium)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock
	@$(BIN)/python -m tests.browser.pictures docs/pictures

documents: $(READY) ## Install what reads every document format (HTML, Word, Excel, PowerPoint, PDF, ...)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[documents,feeds]'

bench: $(READY) ## Measure the engines side by side (SIZES="10000 100000"; a million takes a while)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@$(BIN)/python -m tests.benchmarks --sizes $(SIZES)

faults: $(READY) ## Kill the bot at every step of its work, and count the answers (KILLS=700)
	@$(BIN)/python -m tests.faults --kills $(KILLS)

fuzz: $(READY) ## Throw broken and hostile inputs at everything that reads (INPUTS=100000)
	@$(BIN)/python -m tests.fuzz --inputs $(INPUTS)

load: $(READY) ## Ask at rising rates, beside a bare Bolt app (RATES="5 10 20 40 80 160")
	@$(BIN)/python -m tests.load --rates $(RATES)

check: $(READY) ## Format and lint checks, types, architecture, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TEST)

format: $(READY) ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## Choose versions anew and write the lock files, with hashes
	$(BIN)/pip install --quiet uv
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra postgres --extra documents --extra feeds -c requirements.lock -o requirements-image.lock
	$(COMPILE) pyproject.toml --group dev --extra demo --extra eval --extra postgres --extra documents --extra feeds -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group browser -c requirements-dev.lock -o requirements-browser.lock
	$(COMPILE) --group bench -c requirements-dev.lock -o requirements-bench.lock
	echo "hatchling>=1.27" | $(COMPILE) - -c requirements-dev.lock -o requirements-build.lock

clean: ## Remove the virtual environment and what tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "policybot needs Python 3.11 or newer; say which: make PYTHON=python3.11 ...")'
	@echo "Setting up .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
