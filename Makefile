# Everything a person does here is one of these targets. `make` alone lists them.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard language/turnabout_language/catalogues/*.po))
ARGS ?=
# Many tests wait for terminals, browsers and timers: more workers than cores keep these busy.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')

.DEFAULT_GOAL := help
.PHONY: help setup browser demo test test-fast coverage check format docs licences messages crash chaos attacks long pages bench bench-check bench-texts bench-doors bench-ssh bench-first-action bench-client snapshots wheel single-file bench-single-file clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(READY) $(CATALOGUES) ## Make .venv with the exact versions of constraints.txt and the turnabout command

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" \
		|| { echo "Turnabout needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up $(VENV) (once, and again when the versions change) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade --constraint constraints.txt pip
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[server]" --group dev
	@touch $@

# Installing compiles them; here it is done again when a translation is newer.
%.mo: %.po | $(READY)
	@$(BIN)/python language/compiled.py

browser: ## Install the browser that the tests of the page use, where apt can; without it they are skipped
	@command -v chromium >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium; \
	else \
		echo "Install Chromium, or name its file in TURNABOUT_CHROMIUM. Without it the tests of pages in a real browser are skipped."; \
	fi

demo: $(READY) $(CATALOGUES) ## Play: at a terminal you sit at a table with bots; in a pipe they play and print the debrief
	@$(BIN)/turnabout demo $(ARGS)

test: $(READY) $(CATALOGUES) ## Run the whole test suite, on all cores
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) $(ARGS)

FAST := tests/protocol tests/language tests/test_activities.py tests/client/test_pure_models.py tests/client/test_tui_model.py \
	$(filter-out %_random.py %_sessions.py,$(wildcard tests/server/test_rules_*.py)) \
	tests/server/test_scoring.py tests/server/test_publish_alone.py tests/server/test_scenarios.py

test-fast: $(READY) $(CATALOGUES) ## What decides and says: rules, protocol, models, language. Before every commit, within two minutes
	@$(BIN)/python -m pytest --numprocesses auto $(FAST) $(ARGS)

coverage: $(READY) $(CATALOGUES) ## Run the whole suite and say which lines and branches it never ran
	@$(BIN)/python -m pytest --numprocesses auto --cov --cov-report term $(ARGS)

check: $(READY) $(CATALOGUES) ## Formatting, lint, strict types and the architecture
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## Put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(READY) $(CATALOGUES) ## Make the parts of docs/ that come from the code: the reference, the schema, the notice of privacy, what pages show, the list of the library, the help, the manual page, the picture
	@$(BIN)/python docs/reference.py
	@$(BIN)/python -m docs.schema
	@$(BIN)/python -m docs.vectors
	@$(BIN)/python -m docs.privacy
	@$(BIN)/python -m docs.console
	@$(BIN)/python -m docs.index
	@$(BIN)/python -m docs.manual
	@$(BIN)/python -m docs.manpage
	@$(BIN)/python -m docs.screenshot

licences: $(READY) ## Write docs/licences.md: whose work Turnabout is built on
	@$(BIN)/python docs/licences.py

messages: $(READY) ## Bring the catalogues of translations up to date with the code
	@$(BIN)/python language/extract.py
	@$(BIN)/python language/compiled.py

crash: $(READY) $(CATALOGUES) ## Many kills of a live server at random moments (the test suite has the short form)
	@$(BIN)/python -m pytest tests/e2e/test_crash.py --kills 40 $(ARGS)

chaos: $(READY) $(CATALOGUES) ## Many random sessions of every agenda (the test suite has the short form)
	@$(BIN)/python -m pytest tests/server/test_rules_sessions.py --sessions 100 $(ARGS)

attacks: $(READY) $(CATALOGUES) ## Every pair of people in every size of room against an insider (the test suite has the short form)
	@$(BIN)/python -m pytest --numprocesses auto tests/attacks --long $(ARGS)

long: $(READY) $(CATALOGUES) ## What the test suite leaves out: every moment of the screens, the single file, the container
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --long -m 'each_moment or long_form' $(ARGS)

pages: $(READY) $(CATALOGUES) browser ## Every moment of the page in a real browser, in every size and colour (the test suite has the short form)
	@$(BIN)/python -m pytest --numprocesses auto tests/client/test_page_browser.py --long $(ARGS)

bench: $(READY) $(CATALOGUES) ## What the server costs beside a bare one; writes docs/performance.md (on an idle machine, with two cores)
	@$(BIN)/python -m bench

bench-check: $(READY) $(CATALOGUES) ## Whether a ratio of that has become much worse than the accepted one
	@$(BIN)/python -m bench --check

bench-texts: $(READY) $(CATALOGUES) ## What hostile texts cost beside plain text
	@$(BIN)/python -m bench.texts

bench-doors: $(READY) $(CATALOGUES) ## What a web seat costs beside a terminal seat, and what it costs the others
	@$(BIN)/python -m bench.doors

bench-ssh: $(READY) $(CATALOGUES) ## What people by ssh cost the process of their door
	@$(BIN)/python -m bench.ssh

bench-first-action: $(READY) $(CATALOGUES) ## How long each door takes from its line to the first thing done
	@$(BIN)/python -m bench.first_action

snapshots: $(READY) $(CATALOGUES) ## Accept the pictures of the screens as they are now
	@$(BIN)/python -m pytest tests/client/test_snapshots.py --snapshot-update $(ARGS)

wheel: $(READY) $(CATALOGUES) ## Make the file in dist/ from which others get the command, to send along with an invitation
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/turnabout-*.whl

single-file: $(READY) $(CATALOGUES) ## Make dist/turnabout.pyz: the command for a seat as one file, for this system and this Python
	@mkdir -p dist
	@$(BIN)/python -m deploy.single_file dist/turnabout.pyz

bench-client: $(READY) $(CATALOGUES) ## How quick the terminal client is, what it takes idle, and over a long session
	@$(BIN)/python -m bench.client $(ARGS)

bench-single-file: $(READY) $(CATALOGUES) ## How large that file is, and how fast it starts
	@$(BIN)/python -m bench.single_file

clean: ## Remove what the targets made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis snapshot_report.html
