# make serve, make test: two commands on a fresh machine with Python 3.11 or newer, git and make.
# Works with GNU make 3.81 (macOS) and newer. Every environment and every result is made once and
# again only when what it is made from has changed.

VENV    := .venv
LAB     := .venv-lab
PY      := $(VENV)/bin/python
PIP     := $(PY) -m pip --disable-pip-version-check
PORT    ?= 8000
HOST    ?= localhost
WORKERS ?= 2

# The tests and the build find this environment's programs first, its Node among them.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve build test lab bench check format browser bundles env clean distclean

help: ## say what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1@/' | column -t -s @ 2>/dev/null \
	  || grep -E '^[a-z]+:.*## ' Makefile

serve: build ## build the book, serve it and print the address (PORT=8000 HOST=localhost)
	@$(PY) scripts/serve.py _build/html --host $(HOST) --port $(PORT)

build: bundles ## build the book into _build/html
	@echo "== building the book"
	@$(PY) -m unrolled.site build

test: has-browser build $(LAB)/.installed ## run every test (ARGS="-k recurrent" for some, WORKERS=1 for one process)
	@echo "== testing"
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lab: bundles $(LAB)/.installed ## open the notebooks in JupyterLab
	@$(PY) scripts/lab.py $(ARGS)

bench: has-browser build ## measure speed, weight and build times
	@$(PY) -m benchmarks $(ARGS)

check: bundles ## lint, formatting, types of Python and TypeScript, stripped notebooks
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/node node_modules/typescript/bin/tsc --project tsconfig.json
	@$(VENV)/bin/nbstripout --keep-id --verify notebooks/*.ipynb

format: env ## format the code, strip the notebooks
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/nbstripout --keep-id notebooks/*.ipynb

browser: env ## install Playwright's Chromium, for machines that have no Chromium or Chrome
	@$(VENV)/bin/playwright install chromium

bundles: env ## bundle the front end
	@$(PY) hatch_build.py

env: $(VENV)/.installed ## make the environment

clean: ## remove what is built; the environments stay
	rm -rf _build dist src/unrolled/_bundles .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove the environments too
	rm -rf $(VENV) $(LAB) node_modules

# --- environments: a stamp file says that a step is done --------------------------------------

$(VENV)/.made:
	@python=$$(sh scripts/python.sh) || exit 1; \
	echo "== making $(VENV) with $$($$python --version)"; \
	test -x $(PY) || $$python -m venv $(VENV)
	@touch $@

$(VENV)/.torch: $(VENV)/.made requirements.txt scripts/install_torch.py
	@$(PY) scripts/install_torch.py requirements.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml
	@echo "== installing what the book needs"
	@$(PIP) install -r requirements.txt
	@touch $@

# JupyterLab has an environment of its own: one of its dependencies would slow every build of the
# book in $(VENV) by two seconds. Its kernel, and anywidget's extension, are those of $(VENV).
$(LAB)/.installed: $(VENV)/.installed scripts/lab.json
	@echo "== making $(LAB) for JupyterLab"
	@test -x $(LAB)/bin/python || $(PY) -m venv $(LAB)
	@$(LAB)/bin/python -m pip --disable-pip-version-check install 'jupyterlab>=4.2,<5'
	@$(PY) -m ipykernel install --prefix $(LAB) --name python3 --display-name "Python 3 (Unrolled)" 2>/dev/null
	@mkdir -p $(LAB)/share/jupyter/lab/settings && cp scripts/lab.json $(LAB)/share/jupyter/lab/settings/overrides.json
	@touch $@

# --- a browser, before anything that takes long -----------------------------------------------

.PHONY: has-browser
has-browser:
	@if test -x $(PY); then python=$(PY); else python=$$(sh scripts/python.sh) || exit 1; fi; \
	$$python tests/chromium.py
