# make lab    open JupyterLab on the first lesson      (ARGS="--no-browser --port 8899")
# make test   every test, notebooks and browser included
# make check  lint, format, types, spelling and unit tests: the quick one
# make portable  the notebooks and the tests of numbers as other processors compute them
# make bench  measure speed and memory (ten minutes; TF-Ranking beside it needs Python 3.11)
# make binder-check  what Binder would do, in a fresh environment and without Docker
# make badge  point the README's badge at a repository (REPO=owner/name)
# make handouts  a printable page for each lesson, in handouts/
# make soak   10,000 edits, 2,000 random events in JupyterLab, 10,000 random edits in a page: nothing
#             grows, nothing differs

SHELL := /bin/bash
# The newest Python that TensorFlow has wheels for, among those on this machine.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin

# Without both, TensorFlow fills the first cell that loads it with red text.
export TF_ENABLE_ONEDNN_OPTS ?= 0
export TF_CPP_MIN_LOG_LEVEL ?= 1

# Byte code for what the installer left without, and no question about news on the first screen.
FINISH = $(BIN)/python -m compileall -q ranklab $(VENV)/lib > /dev/null || true; \
	mkdir -p $(VENV)/share/jupyter/lab/settings && \
	cp binder/overrides.json $(VENV)/share/jupyter/lab/settings/

.PHONY: handouts lab test check portable bench soak binder-check badge stage notebooks pictures clean

lab: $(VENV)/ready-lab
	$(BIN)/jupyter lab notebooks/00_start_here.ipynb $(ARGS)

test: $(VENV)/ready-test
	$(BIN)/python tests/browser/browser.py
	$(BIN)/python -m pytest -n auto -m "not browser" $(ARGS)
	$(BIN)/python -m pytest -m browser $(ARGS)
	RANKLAB_PROGRESS=$(VENV)/no-progress.json $(BIN)/python -m pytest -p no:cacheprovider \
	  --nbval --nbval-current-env -n auto --dist loadfile notebooks $(ARGS)

check: $(VENV)/ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell $$(git ls-files '*.md' '*.py' '*.js' '*.css')
	$(BIN)/python -m pytest -q -n auto -m "not slow and not browser" $(ARGS)

portable: $(VENV)/ready-test
	$(BIN)/python tests/portable.py $(ARGS)

bench: $(VENV)/ready-test .venv-tfranking/ready .venv-rax/ready
	$(BIN)/python benchmarks/explain.py
	$(BIN)/python benchmarks/first_explorer.py
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/losses.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/student.py
	$(BIN)/ranklab compare-training

soak: $(VENV)/ready-test
	$(BIN)/python benchmarks/soak.py $(ARGS)
	RANKLAB_EVENTS=2000 $(BIN)/python -m pytest tests/browser/test_random_events.py
	RANKLAB_EDITS=10000 $(BIN)/python -m pytest tests/browser/test_explains_in_chromium.py

handouts: $(VENV)/ready-lab
	$(BIN)/python notebooks/teaching/handouts.py $(ARGS)

binder-check: $(VENV)/ready-test
	$(BIN)/python tests/binder_check.py

badge:
	@python3 binder/badge.py '$(REPO)'

# What reaches the browser: one module and one style sheet, joined from ranklab/explorer/src.
stage: $(VENV)/ready-test
	$(BIN)/python ranklab/explorer/build.py

# The pictures of the README and of docs/; look at them before you commit.
pictures: $(VENV)/ready-test
	$(BIN)/python docs/pictures.py

# Run every notebook and store what it shows; read the diff before you commit it.
notebooks: $(VENV)/ready-test
	$(BIN)/python tests/notebooks/refresh.py

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "ranklab needs Python 3.11, 3.12 or 3.13 on the PATH"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready-lab: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[notebooks]'
	@$(FINISH)
	touch $@

$(VENV)/ready-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[notebooks,tests]'
	@$(FINISH)
	touch $@

# The peers of benchmarks/losses.py need other versions than ranklab. Where one cannot be had, the
# benchmark goes on without it. TF-Ranking asks for a second TensorFlow, which --no-deps keeps out.
.venv-tfranking/ready:
	@python3.11 -c 'import ensurepip, venv' 2> /dev/null \
	  || echo "No TF-Ranking in this benchmark: its TensorFlow 2.15 needs python3.11 on the PATH"
	-python3.11 -m venv $(@D) \
	  && $(@D)/bin/python -m pip install --quiet tensorflow-cpu==2.15.1 \
	  && $(@D)/bin/python -m pip install --quiet --no-deps tensorflow-ranking==0.5.5 \
	    tensorflow-serving-api==2.15.1 \
	  && touch $@

.venv-rax/ready: | $(VENV)/bin/python
	-$(BIN)/python -m venv $(@D) \
	  && $(@D)/bin/python -m pip install --quiet jax==0.10.2 jaxlib==0.10.2 rax==0.4.0 \
	  && touch $@

clean:
	rm -rf $(VENV) .venv-binder .venv-tfranking .venv-rax
