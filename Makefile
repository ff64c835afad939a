# Everything a person does with the source: `make run`, `make test`. See CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

export BIHUAN_SAMPLE_DATA ?= 1
export BIHUAN_DEVELOPMENT ?= 1

.PHONY: run test format lint types contracts unit browser-tools fuzz fuzz-feel chaos bench bench-feel bench-forms assets pins clean

run: $(STAMP) ## Everything needed to use it, then the page at http://127.0.0.1:8000
	@$(BIN)/python -m web.assets.build
	@exec $(BIN)/bihuan serve

test: $(DEV_STAMP) assets lint types contracts unit ## What must pass before anything lands

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bihuan needs Python 3.11 or newer; $(PYTHON) is older. Try: make run PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv does not work here. On Debian: apt install python3-venv"; exit 1; }

$(STAMP): $(BIN)/python requirements.txt pyproject.toml
	@echo "Installing what Bihuan stands on (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.txt
	@echo "Installing the tools for tests …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

assets: $(STAMP)
	@$(BIN)/python -m web.assets.build

format: $(DEV_STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV_STAMP)
	$(BIN)/mypy .

contracts: $(DEV_STAMP)
	$(BIN)/lint-imports

unit: $(DEV_STAMP) assets
	$(BIN)/pytest -n 2 --dist loadscope

fuzz: $(DEV_STAMP) ## Random models against the token game; MODELS=1000 SEED=1
	$(BIN)/python -m tests.engine.bpmn.fuzz --models $(or $(MODELS),1000) --seed $(or $(SEED),1)
	$(BIN)/python -m tests.engine.bpmn.fuzz_operations --models $(or $(MODELS),1000) --seed $(or $(SEED),1)

fuzz-feel: $(DEV_STAMP) ## Random expressions, guided by coverage; MINUTES=60
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris==3.0.0
	$(BIN)/python -m tests.engine.feel.fuzz --minutes $(or $(MINUTES),60)

chaos: $(DEV_STAMP) ## Kill the whole process at random points; COUNT=25
	$(BIN)/python -m tests.chaos.kill --count $(or $(COUNT),25)

bench: $(DEV_STAMP) ## The figures of the README
	$(BIN)/python -m bench.complete
	$(BIN)/python -m bench.concurrent

bench-engine: $(DEV_STAMP) ## The engine alone, early and late in long instances
	$(BIN)/python -m bench.engine

bench-archive: $(DEV_STAMP) ## With a hundred thousand finished instances, before and after they are archived; 3 minutes
	$(BIN)/python -m bench.archive

bench-feel: $(DEV_STAMP) assets ## What expressions and decisions cost, beside feelin in Node.js
	$(BIN)/python -m bench.feel

bench-forms: $(DEV_STAMP) ## What it costs to judge, prefill and show a form of sixty fields
	$(BIN)/python -m bench.forms

pins: $(DEV_STAMP) ## Renew requirements*.txt from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --all-extras -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) web/static web/assets/node_modules build *.egg-info
