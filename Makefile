# What a contributor runs; `make help` lists it.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TOOLS ?= $(BIN)
INSTALLED = dist/installed
NEWEST = build/newest
SITE = build/site-tools

QUICK = tests/commands tests/property tests/unit
PROGRAMS = chromium fish zsh pdftotext groff ssh sshd ip jq
PACKAGES = chromium fish zsh poppler-utils groff openssh-client openssh-server iproute2 jq

.DEFAULT_GOAL = help
.PHONY: help setup setup-tests check quick lint test quick-tests other-tests exchange wheel bench \
	docs site newest surroundings

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv: the app, what the tests need and the tools, in their tested versions
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test,lint]'

setup-tests: ## install the programs that tests use: Chromium, fish, zsh, pdftotext, groff, sshd, ip, jq
	@export PATH="$$PATH:/usr/sbin"; missing=; for each in $(PROGRAMS); do command -v $$each >/dev/null || missing="$$missing $$each"; done; \
	test -z "$$missing" && exit; echo "missing:$$missing"; \
	command -v apt-get >/dev/null || { echo "Only Debian's package manager is known here: install them by yours, then run this again."; exit 1; }; \
	as_root=; test "$$(id -u)" = 0 || as_root=sudo; \
	$$as_root apt-get update -qq && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(PACKAGES) >/dev/null && \
	case "$$missing" in *sshd*) test ! -d /run/systemd/system || $$as_root systemctl --quiet disable --now ssh;; esac

check: lint quick-tests other-tests ## check everything: format, lint, types, tests, wheel

quick: lint ## answer in a minute: format, lint, types, unit, property and quick command tests
	$(BIN)/pytest -m 'not process' $(QUICK)

lint: ## check format, style and types
	$(TOOLS)/ruff format --check .
	$(TOOLS)/ruff check .
	$(TOOLS)/mypy --python-executable $(BIN)/python

test: ## run every test against the source tree
	$(BIN)/pytest

quick-tests: # of the parts and of the commands
	$(BIN)/pytest $(QUICK)

other-tests: wheel # all others, together: those that start the installed wheel in a terminal wait much
	CSP_TUI_COMMAND=$(CURDIR)/$(INSTALLED)/bin/csp-tui $(BIN)/pytest $(addprefix --ignore=,$(QUICK))

exchange: ## play 10,000 operations on several sides that sync, and print the figures
	CSP_TUI_EXCHANGE_RUNS=400 $(BIN)/pytest --figures tests/property/test_exchange.py

wheel: ## build the source archive, from it the wheel, and install the wheel in dist/installed
	rm -rf dist
	mkdir dist
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(TOOLS)/python -m build . >dist/log 2>&1 || { cat dist/log; exit 1; }
	$(PYTHON) -m venv $(INSTALLED)
	$(INSTALLED)/bin/pip install --quiet --constraint constraints.txt dist/*.whl

bench: ## measure the budgets: some twenty minutes
	$(BIN)/python benchmarks/run.py

docs: ## make what is made from the code: keys, manual page, schemas, translations, pictures
	for each in keys man schemas messages pictures; do $(BIN)/python tools/make_$$each.py || exit; done

site: ## make the documents as pages with search, in build/site
	$(PYTHON) -m venv $(SITE)
	$(SITE)/bin/pip install --quiet --editable '.[site]'
	NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs build --quiet

newest: ## check with the newest version of every library, and say what breaks
	$(PYTHON) -m venv --clear $(NEWEST)
	$(NEWEST)/bin/pip install --quiet --editable '.[test,lint]'
	@echo "Versions: < tested, > newest"
	@$(NEWEST)/bin/pip freeze --exclude-editable | diff constraints.txt - | grep '^[<>]' || echo "the same"
	@echo "Held back by pyproject.toml:"
	@$(NEWEST)/bin/pip list --outdated
	$(MAKE) --keep-going lint test VENV=$(NEWEST)

surroundings: ## run the quick tests as a background job, with other file modes, languages, users...
	$(BIN)/python tools/try_surroundings.py $(QUICK)
