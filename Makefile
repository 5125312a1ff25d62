# Needs only Python (3.11 or newer), pip and make. Each target leaves a stamp, so a second call starts at once.
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
LOCK := $(BIN)/uv --no-config pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: demo test check docs lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.package
	@$(BIN)/vitruvian demo

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 --dist loadscope

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_house.py

docs: $(VENV)/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Pins for all supported versions of Python and all platforms; no address is written into them.
lock: $(VENV)/.dev
	$(LOCK) --extra build --upgrade --output-file requirements/core.txt
	$(LOCK) --extra dev --upgrade --constraint requirements/core.txt --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) build dist site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/.created: tools/make_venv.sh tools/newest_python.sh
	@tools/make_venv.sh $(VENV)
	@touch $@

$(VENV)/.core: requirements/core.txt $(VENV)/.created
	@echo "Installing what Vitruvian stands on (about a minute, once)"
	@$(PIP) --require-hashes -r $<
	@touch $@

# The package is installed as a link to src, so a changed file needs no new install.
$(VENV)/.package: pyproject.toml $(VENV)/.core
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.package
	@echo "Installing the tools for development (about a minute, once)"
	@$(PIP) --require-hashes -r $<
	@touch $@
