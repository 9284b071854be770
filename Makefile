# `make` prints the commands.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8050
# One more than the usual two cores: browsers and servers make the tests wait.
WORKERS ?= 3
SCALE ?= region
BENCH_FOLDER ?= var/bench
BENCH_POSTGRES_URL ?=
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))
# $(call tier,seconds): a tier names its slowest tests and fails when it takes longer than its time by half. Compiled
# modules are kept even where the environment says otherwise: every worker and server of the tests loads all of them.
tier = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=25 --time-limit $(1)
SERVE = HOST=$(HOST) PORT=$(PORT) $(BIN)/gunicorn -c deploy/gunicorn.conf.py app:server

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get
# $(call install,a package of Debian): the lists of packages are fetched first, twice when the network stumbles.
define install
{ echo 'Not found: $(1). Installing it with apt-get'; \
command -v apt-get >/dev/null && { [ -z '$(SUDO)' ] || command -v sudo >/dev/null; } \
|| { echo 'Needed: $(1). There is no apt-get to install it, or neither root nor sudo: please install it by hand' >&2; false; }; } \
&& { $(APT) update -q || { sleep 5; $(APT) update -q; } || true; } && $(APT) install -y -q $(1)
endef

export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo run migrate unit test nightly drills image lint check format bench docs needs-python needs-browser needs-postgres needs-pooler needs-cluster needs-office clean

help: ## print the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.installed $(VENV)/.packed ## make the virtual environment, anew when requirements change, and pack the scripts

$(VENV)/.installed: requirements.txt requirements-dev.txt | needs-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# What has been packed before and has not changed is not packed again.
$(VENV)/.packed: $(VENV)/.installed $(wildcard assets/*) web/packing.py web/static_files.py
	$(BIN)/python cli.py pack
	@touch $@

demo: setup ## make the invented oblast and serve it on 127.0.0.1:8050 (or PORT)
	$(BIN)/python cli.py demo --scale small
	@echo; echo "Открыть: http://$(HOST):$(PORT)"; echo
	$(SERVE)

run: setup ## serve the database of DATABASE_URL
	$(SERVE)

migrate: setup ## bring the tables of the database up to this version
	$(BIN)/python cli.py migrate

unit: setup ## pass the tests that need no server, in a minute
	$(call tier,60) tests/unit

test: setup needs-browser needs-postgres needs-pooler needs-office ## pass every test in its size of the day, in ten minutes
	TEST_SIZE=day $(call tier,600)

nightly: setup needs-browser needs-postgres needs-pooler needs-office ## pass every test in full size, in an hour and a half, then the drills
	TEST_SIZE=night $(call tier,5400)
	$(MAKE) image
	$(MAKE) drills

# One after another and after the other tests: fifty people and an import want the machine to themselves.
drills: setup needs-postgres needs-pooler needs-cluster ## break a cluster in network namespaces (as root), in a quarter of an hour
	TEST_SIZE=night $(BIN)/python -m pytest -n 0 -s tests/drills/cluster_drills.py

# The steps of the image in a folder: its packages by their hashes, its files, whether it starts.
image: setup ## build what the image has without a container engine, and ask for its health
	folder=$$(mktemp -d) && $(BIN)/python deploy/image_steps.py $$folder && rm -rf $$folder

lint: setup ## format, lint, types, unsafe code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py cli.py settings.py \
	access callbacks commands dashboard demo exports ingest jobs model queries timeline upkeep web

# In a closed network nothing can be audited, which is said at the end; AUDIT=--required makes it fail.
check: lint ## lint, and known vulnerabilities of the packages
	$(BIN)/python deploy/audit.py $(AUDIT)

format: setup ## let ruff format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup needs-browser ## measure the product at the size of the region, or of SCALE=small to try it
	$(BIN)/python -m bench --scale $(SCALE) --folder $(BENCH_FOLDER) $(if $(BENCH_POSTGRES_URL),--postgres '$(BENCH_POSTGRES_URL)') $(BENCH)

docs: setup needs-browser ## make the screenshots of the docs anew
	$(BIN)/python docs/screenshots.py

needs-python:
	@[ -n '$(PYTHON)' ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo 'Needed: Python 3.11 or later (PYTHON=… names one)' >&2; false; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call install,python3-venv); }

# Playwright brings a node that wants a library which a bare Debian lacks: whether it starts is tried.
needs-browser: setup
	@[ -n '$(CHROMIUM)' ] || { $(call install,chromium); }
	@$(BIN)/python -m playwright --version >/dev/null 2>&1 || { $(call install,libatomic1); }

# The tests look for the server themselves; without one they pass by what needs it and say so at their end.
needs-postgres: setup
	@$(BIN)/python -c 'import sys; from tests import databases as found; \
	sys.exit(not (found.postgres_url() or found.server_binaries()))' || { $(call install,postgresql); } \
	|| echo 'PostgreSQL could not be installed: its tests will be skipped' >&2

needs-pooler:
	@command -v pgbouncer >/dev/null || { $(call install,--no-install-recommends pgbouncer); } \
	|| echo 'PgBouncer could not be installed: its tests will be skipped' >&2

needs-cluster:
	@command -v patroni etcd etcdctl haproxy ip >/dev/null && [ "$$(command -v patroni etcd etcdctl haproxy ip | wc -l)" = 5 ] \
	|| { $(call install,--no-install-recommends patroni etcd-server etcd-client haproxy iproute2); } \
	|| echo 'The programs of a cluster could not be installed: it will not be drilled' >&2

# Without a server for windows: it only opens the files that the tests give it.
needs-office: setup
	@$(BIN)/python -c 'import sys; from tests.office import office_program; sys.exit(not office_program())' \
	|| { $(call install,--no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui); } \
	|| echo 'LibreOffice could not be installed: its tests will be skipped' >&2

clean: ## take away what was built, but no data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
