# Pilotage · 引航. A fresh machine needs Python 3.11+, git and make; these targets bring the rest.
PY := .venv/bin/python
STAMP := .venv/.stamp

.PHONY: help env demo test quick check fix bench stale clean
help:
	@echo "make demo   seed an invented world and serve it"
	@echo "make test   everything: SQLite, PostgreSQL, Chromium"
	@echo "make quick  under a minute: what needs no database"
	@echo "make check  format, lint, types, walls, migrations"
	@echo "make fix    mend what a machine can mend"
	@echo "make bench  the measured bars"

env: $(STAMP)
$(STAMP): requirements.lock requirements.boot.lock pyproject.toml bin/env
	@sh bin/env
	@touch $(STAMP)

demo: env
	@.venv/bin/pilotage demo run

quick: env
	@$(PY) -m pytest -q -m "not slow and not postgres and not django_db" -n 2 --dist loadfile tests/engines tests/house tests/integrations tests/jobs

test: env
	@sh bin/test

check: env
	@sh bin/check

fix: env
	@$(PY) -m ruff check --fix -q src tests bench
	@$(PY) -m ruff format -q src tests bench
	@.venv/bin/djlint src --reformat --quiet || true

bench: env
	@$(PY) -m bench

stale: env
	@.venv/bin/pilotage law stale

lock:
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra dev --no-header pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header requirements.boot.in -o requirements.boot.lock

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache
