# One command for each thing a developer does; `make` alone lists them.
# PYTHON: the interpreter that makes .venv (3.11 or newer). Everything else comes from the environment
# or from .env (see .env.example).

PYTHON ?= python3
PY := .venv/bin/python
# Ends when make does, however make ends.
LEASHED := $(PY) -m hub.runtime --leash
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# What checks need to read the settings; nothing is connected to.
CHECKING := ENV_FILE= SECRET_KEY=check DATABASE_URL=postgresql:///hub REDIS_URL=redis://localhost DEMO=1

.DEFAULT_GOAL := help
.PHONY: help run test check format types bench faults pictures lock migrate doctor clean frontend venv venv-dev

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: venv ## set everything up and run it: PORT=8000 DATA_DIR=.data DEMO=1 (Ctrl-C ends it)
	@exec $(LEASHED) run

test: venv-dev ## run all tests: Python, TypeScript, browsers
	@$(LEASHED) frontend
	@$(LEASHED) npm test
	@$(LEASHED) exec -- $(PY) -m tools.browser
	@$(LEASHED) exec -- $(PY) -m pytest

CHECKS := check-format check-lint check-types check-imports check-typescript check-generated
.PHONY: $(CHECKS)

check: $(CHECKS) ## all that CI runs before the tests (make -k check: go on after a failure)

check-format: venv-dev
	@$(PY) -m ruff format --check
check-lint: venv-dev
	@$(PY) -m ruff check
check-types: venv-dev
	@$(CHECKING) $(PY) -m mypy
check-imports: venv-dev
	@$(CHECKING) .venv/bin/lint-imports
check-typescript: venv-dev
	@$(LEASHED) frontend --no-build
	@$(LEASHED) npm run typecheck
check-generated: venv-dev
	@$(CHECKING) $(PY) manage.py export_schema --check

format: venv-dev ## format the code, and mend what the linter can mend by itself
	@$(PY) -m ruff check --fix-only --quiet
	@$(PY) -m ruff format

types: venv ## generate the TypeScript types and the OpenAPI documents
	@$(CHECKING) $(PY) manage.py export_schema

bench: venv-dev ## measure, beside the peers: docs/performance.md, benchmarks/results.json
	@$(LEASHED) frontend
	@$(LEASHED) exec -- $(PY) -m benchmarks

faults: venv-dev ## kill and restart things under load; prints what was lost (FAULTS=long: the long form)
	@$(LEASHED) frontend
	@$(LEASHED) exec -- $(PY) -m pytest tests/faults -s

pictures: venv-dev ## take the README's pictures from the running demo
	@$(LEASHED) frontend
	@$(LEASHED) exec -- $(PY) -m tools.browser
	@$(LEASHED) exec -- $(PY) -m tools.pictures

lock: ## lock the requirements, with hashes, after a change of requirements*.in (needs uv)
	@$(PYTHON) tools/lock.py

migrate: venv ## bring the database up to date
	@$(LEASHED) with $(PY) manage.py migrate

doctor: venv ## say what is wrong with the configuration, and how to mend it
	@$(LEASHED) with $(PY) manage.py doctor

frontend: venv ## build the frontend, if its sources have changed
	@$(LEASHED) frontend

clean: venv ## delete the data folder (the demo's database, too) and what was built
	@$(PY) -m hub.runtime clean
	@rm -rf frontend/dist frontend/node_modules .mypy_cache .ruff_cache .pytest_cache

venv:
	@$(PYTHON) tools/venv.py requirements.txt

venv-dev:
	@$(PYTHON) tools/venv.py requirements-dev.txt
