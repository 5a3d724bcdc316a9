# Folio: `make run` does all set-up and starts the assistant; `make` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
# One after the other, also with -j: what is refused is refused before what takes minutes, and that uses all cores.
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
STEP := $(PYTHON) -m scripts.step

# The demo is the default; production names its own settings (README, "Settings").
export FOLIO_ENV ?= demo
ifeq ($(FOLIO_ENV),demo)
export FOLIO_SHELL_CUSTOMER ?= C-1002
ifndef FOLIO_DATABASE_URL
export FOLIO_TODAY ?= 2026-11-20
endif
endif

# Libraries' warnings at start are noise to users; Rasa sends nothing home.
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export PYTHONWARNINGS = ignore
export PYTHONPATH = .
export HF_HUB_DISABLE_TELEMETRY = 1
export TOKENIZERS_PARALLELISM = false

INSTALLED := .venv/.installed
ENCODER := models/encoder/model.safetensors
CONVERTED := var/.converted
TRAINED := models/folio.tar.gz
UNFINISHED := models/.unfinished
WIDGET := web/static/folio-chat.js

# What `make benchmark` measures, and on which messages: folders as docs/benchmarks.md describes them.
WHAT ?= answers server understanding policies
DATA ?= data/nlu

# In how many parts `make calibrate` cross-validates.
FOLDS ?= 5

SOURCES := $(wildcard data/source/*)
CONVERTER := $(wildcard scripts/convert.py content/*.py content/*/*.py)
UNDERSTANDING := config.yml $(wildcard nlu/*.py nlu/*/*.py)
WIDGET_SOURCES := $(wildcard web/widget/*.json web/widget/*.mjs web/widget/src/*.ts web/widget/src/*/*.ts)

.PHONY: help setup encoder convert train load widget check-settings check-start run shell test evaluate calibrate \
	benchmark lint format clean clean-encoder

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

setup: $(INSTALLED) ## install Python packages into .venv (needs Python 3.10)
$(INSTALLED): requirements.lock
	@sh scripts/make_environment.sh
	@touch $@

encoder: $(ENCODER) ## check the BERT encoder, put it under models/ and make its graph
$(ENCODER): $(INSTALLED) scripts/prepare_encoder.py $(wildcard nlu/bert/*.py)
	@$(STEP) prepare_encoder
	@touch $@

convert: $(INSTALLED) $(ENCODER) ## turn data/source (Excel, JSON) into Rasa's files; warn of examples that mix up
	@$(STEP) convert
	@$(STEP) readme_table
	@mkdir -p var && touch $(CONVERTED)
$(CONVERTED): $(SOURCES) $(CONVERTER) | $(INSTALLED)
	@$(STEP) convert --no-guard
	@$(STEP) readme_table
	@mkdir -p var && touch $@

train: $(TRAINED) ## convert if needed, and train the assistant
$(TRAINED): $(CONVERTED) $(ENCODER) $(UNDERSTANDING)
	@$(STEP) rasa train --out $(UNFINISHED) --fixed-model-name folio --skip-validation
	@mv $(UNFINISHED)/folio.tar.gz $@
	@echo "It is in place: $@"

load: $(INSTALLED) ## load the demo portfolio into an empty default database
ifeq ($(FOLIO_ENV)$(FOLIO_DATABASE_URL),demo)
	@$(STEP) load_portfolio --if-empty data/demo/portfolio.xlsx
endif

widget: $(WIDGET) ## build the chat widget into web/static
$(WIDGET): $(INSTALLED) scripts/build_widget.py $(WIDGET_SOURCES)
	@$(STEP) build_widget
	@touch $@

check-settings: $(INSTALLED) ## tell all that is wrong with the settings; start nothing
	@$(STEP) serve --check

check-start: $(INSTALLED)
	@$(STEP) serve --check start

run: check-start $(TRAINED) $(WIDGET) load ## set up whatever is missing and start Folio
	@$(PYTHON) -m scripts.serve

shell: check-settings $(TRAINED) load ## talk to Folio in this terminal
	@$(PYTHON) -m scripts.serve --shell

test: $(TRAINED) $(WIDGET) ## run all tests: unit, integration, conversations, end to end
	@$(PYTHON) -m pytest

evaluate: $(TRAINED) ## how well the held-out messages are understood
	@$(PYTHON) -m scripts.evaluate

calibrate: $(CONVERTED) $(ENCODER) ## fit confidence and threshold to folds of the training messages (trains FOLDS=5 times)
	@$(PYTHON) -m scripts.evaluate --folds $(FOLDS) --report results/folds
	@$(PYTHON) -m scripts.calibrate --predictions results/folds/predictions.jsonl

benchmark: $(INSTALLED) $(ENCODER) ## how fast and how good it all is, on an idle machine (WHAT=… DATA=… QUICK=1)
	@for what in $(WHAT); do case $$what in \
	understanding) $(PYTHON) -m scripts.benchmark understanding --data $(DATA) $(if $(QUICK),--quick) ;; \
	server) $(PYTHON) -m scripts.benchmark server --train $(if $(QUICK),--quick) ;; \
	*) $(PYTHON) -m scripts.benchmark $$what $(if $(QUICK),--quick) ;; \
	esac || exit; done

lint: $(INSTALLED) ## check style, types and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@$(PYTHON) -m scripts.build_widget --check

format: $(INSTALLED) ## put the code into the house format
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

clean: ## remove the trained model and the demo database, keep packages
	rm -rf models/*.tar.gz $(UNFINISHED) var .rasa web/static

clean-encoder: ## remove the prepared encoder and the installed packages
	rm -rf models/encoder .venv
