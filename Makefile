# `make` lists the targets. Development happens in .venv, with the versions locked in requirements*.txt.

PORT ?= 8000
WORKERS ?= 2
export PORT WORKERS

BIN := .venv/bin
RUNTIME := .venv/requirements.txt
DEVELOPMENT := .venv/requirements-dev.txt
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
DJADE := find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2
UPGRADE := find accounts benchmarks blog comments config standin tests transfer -name '*.py' \
	-exec $(BIN)/django-upgrade --target-version 5.2
# What people read, in templates and Python; scripts are given theirs by the page.
MESSAGES := makemessages --locale=de --add-location=file --no-wrap --no-obsolete \
	--ignore=tests --ignore=benchmarks --ignore=docs --ignore=standin
# A worker that died in a test is not replaced: the run would wait for ever for the new one.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup --max-worker-restart=0 -q
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help install programs run serve test check bench lint format messages demo screenshots lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

install: $(RUNTIME) ## virtual environment in .venv, locked packages

run: $(RUNTIME) ## develop at http://127.0.0.1:8000 (PORT=8010 make run), with demo content
	@DEBUG=1 exec $(BIN)/python manage.py rundev

serve: $(RUNTIME) ## serve for real, everything from the environment (see README)
	@DEBUG=0 exec $(BIN)/python manage.py serve

programs:
	@.ci/programs

test: programs $(DEVELOPMENT) ## all tests, on SQLite and on PostgreSQL
	DATABASE=sqlite $(PYTEST)
	DATABASE=postgres $(PYTEST) -m "not one_database"

check: lint test ## everything: what .ci/run does

bench: $(DEVELOPMENT) ## pages against recursetree: ratios
	$(BIN)/python -m benchmarks

lint: $(DEVELOPMENT) ## style, types, templates, migrations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(DJADE) --check {} +
	$(UPGRADE) --check {} +
	DEBUG=1 $(BIN)/mypy
	DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=0 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		ALLOWED_HOSTS=blog.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(DEVELOPMENT) ## put code and templates into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(DJADE) {} +
	$(UPGRADE) --exit-zero-even-if-changed {} +

messages: programs $(RUNTIME) ## bring locale/ up to date: translate what is new there, and run it again
	DEBUG=1 $(BIN)/python manage.py $(MESSAGES)
	msgfmt --check --statistics --output-file=locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po

demo: $(RUNTIME) ## bring the demo content into the database
	DEBUG=1 $(BIN)/python manage.py demo

screenshots: programs $(DEVELOPMENT) ## docs/screenshots/: the main pages, two widths, light and dark
	$(BIN)/python -m docs.screenshots

lock: $(DEVELOPMENT) ## requirements*.txt from pyproject.toml
	$(BIN)/$(LOCK) --output-file requirements.txt pyproject.toml
	$(BIN)/$(LOCK) --output-file requirements-dev.txt --group dev pyproject.toml

clean: ## remove what can be made again (never data/)
	rm -rf .venv staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Creating .venv with $$python"; exec $$python -m venv --clear .venv; \
		fi; \
	done; echo "Leave a Reply needs Python 3.11 or newer." >&2; exit 1

# The copy in .venv says what is installed there.
.venv/%.txt: %.txt | $(BIN)/python
	@echo "Installing the packages of $<"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@cp $< $@
