# Everything runs from a fresh clone; Python 3.11, make and git are all it needs. `make help` lists the commands.

PYTHON := $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin/python
LOCK = $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
TEST_ARGS ?=

export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock install install-dev \
	check-style check-format check-types check-layers check-templates check-migrations check-translations check-system check-locks

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: install ## run the portal with demonstration data on http://127.0.0.1:$PORT (8000); Ctrl-C stops it
	@exec $(VENV) -m dev.run

test: install-dev ## run the tests; TEST_ARGS goes to pytest
	@PORTAL_TEST_SERVERS=1 $(VENV) -m pytest -n 2 --maxschedchunk 1 $(TEST_ARGS)

check: check-style check-format check-locks check-layers check-templates check-system check-migrations check-translations check-types ## style, types, layers, templates, migrations, translations

bench: install-dev ## measure, one line of JSON a figure
	@$(VENV) -m dev.bench

lock: install-dev ## maintainers: make the locks anew from pyproject.toml
	@$(LOCK) $(LOCK_ARGS) pyproject.toml --output-file requirements.txt
	@$(LOCK) $(LOCK_ARGS) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@echo 'numpy>=2.3,<2.4' | $(LOCK) $(LOCK_ARGS) - --output-file requirements-previous-numpy.txt

install:
	@$(if $(PYTHON),,echo "Python 3.11 is needed: install python3.11 and run this again." >&2; exit 1;) $(PYTHON) dev/install.py run

install-dev:
	@$(if $(PYTHON),,echo "Python 3.11 is needed: install python3.11 and run this again." >&2; exit 1;) $(PYTHON) dev/install.py test

check-style: install-dev
	@$(VENV) -m ruff check --quiet

check-format: install-dev
	@$(VENV) -m ruff format --check --quiet || { echo "Some files are not formatted: $(VENV) -m ruff format" >&2; exit 1; }

check-locks:
	@! grep -nE 'https?://|file:' requirements.txt requirements-dev.txt requirements-previous-numpy.txt || { echo "A lock names where packages come from." >&2; exit 1; }

check-layers: install-dev
	@$(VENV) -c 'from importlinter.cli import lint_imports_command as lint; lint(prog_name="lint-imports")'

check-templates: install-dev
	@$(VENV) -m djlint --lint --quiet templates

check-system: install-dev
	@$(VENV) manage.py check

check-migrations: install-dev
	@$(VENV) manage.py makemigrations --check --dry-run

check-translations: install-dev
	@$(VENV) manage.py check_translations

check-types: install-dev
	@$(VENV) -m mypy
