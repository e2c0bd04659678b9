# Two commands do all: `make reports` and `make test`. Both set up what they need in .venv.

# The first Python that is new enough; say `make PYTHON=/path/to/python` for another one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
WORKBOOK ?= data/benchmarking-2020.xlsx
ARCHIVE ?= archive
REPORTS ?= build/reports
BIN := .venv/bin
SETUP := .venv/set-up

.PHONY: help reports send archive test tools format lock package previews bench clean

help: ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "make %-9s %s\n", $$1, $$2}'

reports: $(SETUP) ## build every city's PDF from WORKBOOK into build/reports
	@$(BIN)/reportgen build "$(WORKBOOK)" --edition both

# What was sent is what is archived, so nothing is built again here. The reason is text, not shell.
archive: export REPORTGEN_REASON = $(REASON)
archive: $(SETUP) ## keep REPORTS in the folder ARCHIVE; say REASON="..." for a correction
	@$(BIN)/reportgen archive add "$(REPORTS)" --to "$(ARCHIVE)" --reason "$$REPORTGEN_REASON"

send: $(SETUP) ## write the mails with REPORTS into build/mail; with SEND=1 send them
	@$(BIN)/reportgen send "$(REPORTS)" $(if $(SEND),,--dry-run)

# Tests start Python often, which without its compiled files takes much longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: quick torture documents
quick: $(SETUP) ## check style and types, and run the tests that answer within a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal -m "not verapdf and not exhaustive"

test: $(SETUP) tools ## check style, types and imports, and run all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal

torture: $(SETUP) ## try COUNT hostile inputs of each kind, or of KIND, from SEED
	$(BIN)/python -m tests.torture $(KIND) --count $(or $(COUNT),200) --seed $(or $(SEED),1)

documents: $(SETUP) ## make the lists of problems and of options anew, from the code
	@$(BIN)/python -m tests.documents

tools: $(SETUP) ## fetch into .tools the programs that judge and read PDFs in tests: veraPDF, iText, pdf.js
	@$(BIN)/python -m tests.tools

format: $(SETUP) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

previews: $(SETUP) ## render the pictures that the README shows
	$(BIN)/python -m tests.previews

bench: $(SETUP) ## measure speed beside peers, into tests/bench/RESULTS.md
	$(BIN)/python -m tests.bench

package: $(SETUP) ## build wheel, source archive and bill of materials into dist
	@rm -rf dist
	@$(BIN)/python -m hatchling build --directory dist
	@$(BIN)/python -m tests.bill_of_materials dist
	@wc -c dist/*

# In an environment of its own, so that it works where the lock does not. No host of an index is
# written: whoever installs has their own.
lock: ## pin dependencies for Linux, macOS and Windows with hashes; UPGRADE=1 takes newest versions
	@test -x .tools/uv/bin/uv || { $(PYTHON) -m venv .tools/uv && .tools/uv/bin/pip install --quiet uv; }
	@.tools/uv/bin/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
		--generate-hashes --extra dev --extra sign --custom-compile-command "make lock" \
		--output-file requirements.lock pyproject.toml
	@.tools/uv/bin/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
		--generate-hashes --constraint requirements.lock --custom-compile-command "make lock" \
		--output-file tests/bench/requirements.lock tests/bench/requirements.in

clean: ## remove everything that was made
	rm -rf .venv .tools build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The marker is touched last: a set-up that was interrupted starts anew.
$(SETUP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed; install it, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) has no venv module; install it (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "setting up .venv ..." >&2
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import matplotlib.font_manager' # lists the machine's fonts, once
	@touch $@
