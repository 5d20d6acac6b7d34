# The two commands are `make run` and `make test`; both do all the set-up they need and are cheap the second time.
SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test lint format proof deep chaos mutants bench messages lock clean

VENV := .venv
PY := $(VENV)/bin/python
SETTLED := $(VENV)/.packages node_modules/.settled app/static/vendor/.settled var/fonts/.settled
CATALOGUES := $(wildcard app/translations/en/*.po)
MESSAGES := app/translations/en/LC_MESSAGES/messages.mo

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

setup: $(SETTLED) $(MESSAGES)  ## everything a first start needs: .venv, packages, browser files, fonts, messages

setup-tests: setup $(VENV)/.packages-tests
	@$(PY) tools/system.py tests

run: setup  ## set up, then web, workers, timetable and the embedded Valkey; Ctrl-C stops all of it
	@exec $(PY) tools/run.py

test: setup-tests  ## set up, then every gate and every test
	@exec $(PY) tools/gates.py test

lint: setup $(VENV)/.packages-tests  ## the gates without the tests
	@exec $(PY) tools/gates.py lint

format: $(VENV)/.packages-tests  ## rewrite our Python the way the format gate wants it
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

proof: setup-tests  ## the legal rules with twenty times as many examples, and every hostile text in every field of a letter
	@HYPOTHESIS_PROFILE=proof $(VENV)/bin/pytest -q -n 2 --timeout 1800 tests/approvals/domain tests/departments/domain tests/letters
	@$(PY) -m tests.deep.numbers
	@$(PY) -m tests.deep.tampering
	@$(PY) -m tests.deep.dossier
	@$(PY) -m tests.deep.hostile_uploads
	@$(PY) -m tests.deep.audit
	@$(PY) -m tests.chaos points
	@$(PY) -m tests.chaos random --kills 150

deep: setup-tests  ## ten million random cases of the clock against a day-by-day walk, 5,000 kills, planted bugs, rows a second
	@$(PY) -m tests.deep $(DEEP)
	@$(PY) -m tests.chaos random --kills 2500 --decisions 50000 --write docs/chaos-deep.txt
	@$(PY) -m tests.chaos bugs
	@$(PY) -m tests.chaos speed

chaos: setup-tests  ## kill the house under load: some named points, 60 random kills, some planted bugs; CHAOS="random --kills 300" for more
	@$(PY) -m tests.chaos $(CHAOS)

mutants: setup-tests  ## break clock and calendar in every small way and see whether a test notices
	@$(PY) tools/mutants.py

bench: setup-tests  ## the speed table, also written to bench.json
	@exec $(PY) -m tests.bench

messages: $(MESSAGES)  ## merge the English fragments into one catalogue

lock: $(VENV)/.packages  ## resolve requirements.in and tests/requirements.in again
	@$(PY) tools/lock.py

clean:  ## throw away what set-up made, never the data folder
	rm -rf $(VENV) node_modules app/static/vendor var/fonts $(dir $(MESSAGES))

$(VENV)/bin/python:
	@tools/python.sh $(VENV)

$(VENV)/.packages: requirements.txt | $(VENV)/bin/python
	@tools/quietly.sh "Python packages" $(PY) -m pip install --disable-pip-version-check -r requirements.txt
	@$(PY) tools/system.py run
	@touch $@

$(VENV)/.packages-tests: tests/requirements.txt $(VENV)/.packages
	@tools/quietly.sh "Test packages" $(PY) -m pip install --disable-pip-version-check -r tests/requirements.txt
	@touch $@

node_modules/.settled: package-lock.json package.json | $(VENV)/bin/python
	@tools/quietly.sh "Browser files" tools/npm.sh ci --ignore-scripts
	@touch $@

app/static/vendor/.settled: tools/assets.py node_modules/.settled
	@$(PY) tools/assets.py
	@touch $@

var/fonts/.settled: tools/fonts.py node_modules/.settled
	@$(PY) tools/fonts.py
	@touch $@

$(MESSAGES): $(CATALOGUES) tools/messages.py $(VENV)/.packages
	@$(PY) tools/messages.py
