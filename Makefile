# `make` prints the commands.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8050
WORKERS ?= auto
APT := $(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))
POSTGRES := $(or $(TEST_POSTGRES_URL),$(wildcard /usr/lib/postgresql/*/bin/initdb),$(shell command -v initdb))

export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup demo run migrate test check format bench docs needs-browser needs-postgres clean

help: ## print the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.installed ## make the virtual environment, anew when requirements change

$(VENV)/.installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT) update && $(APT) install -y python3-venv; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: setup ## make the invented oblast and serve it on 127.0.0.1:8050 (or PORT)
	$(BIN)/python cli.py demo --scale small
	@echo; echo "Открыть: http://$(HOST):$(PORT)"; echo
	HOST=$(HOST) PORT=$(PORT) $(BIN)/gunicorn -c deploy/gunicorn.conf.py app:server

run: setup ## serve the database of DATABASE_URL
	HOST=$(HOST) PORT=$(PORT) $(BIN)/gunicorn -c deploy/gunicorn.conf.py app:server

migrate: setup ## bring the tables of the database up to this version
	$(BIN)/python cli.py migrate

test: setup needs-browser needs-postgres ## pass every test, those in a real browser included
	$(BIN)/python -m pytest -n $(WORKERS)

check: setup ## format, lint, types, and the tests without the browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

format: setup ## let ruff format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## measure the import of the region's registers
	$(BIN)/python bench/importing.py

docs: setup needs-browser ## make the screenshots of the docs anew
	$(BIN)/python docs/screenshots.py

needs-browser:
	@[ -n "$(CHROMIUM)" ] || { echo 'No Chromium found: installing it with apt-get'; $(APT) update; $(APT) install -y chromium; }

needs-postgres:
	@[ -n "$(POSTGRES)" ] || { echo 'No PostgreSQL found: installing it with apt-get'; $(APT) update; $(APT) install -y postgresql; } \
	|| echo 'PostgreSQL could not be installed: its tests will be skipped'

clean: ## take away what was built, but no data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
