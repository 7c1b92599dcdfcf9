# Thin names over documented commands; every one of them sets up what is missing.
PYTHON ?= python3
VENV := .venv
BUYFAIR := $(VENV)/bin/buyfair
READY := $(VENV)/ready
export UV_PYTHON_DOWNLOADS := never

SPARK := .venv-spark
SPARK_READY := $(SPARK)/ready

.PHONY: run serve test quick spark bench fresh lock check-style

run: $(READY)            ## assess the bundled made-up sample: picture, report, what to do next
	@$(BUYFAIR) sample build/first-light/awards_sample.csv.gz
	@$(BUYFAIR) assess build/first-light/awards_sample.csv.gz --out build/first-light/assessed
	@echo "Next: open build/first-light/assessed/report.html, then run: $(BUYFAIR) assess YOUR_USASPENDING_FILE; in the browser: make serve"

serve: $(READY)          ## a made-up living system in the browser: portfolio, accounts of every role (PORT=8000)
	@$(BUYFAIR) serve --demo --port $(or $(PORT),8000)

test: $(READY) browser $(if $(WITH_SPARK),$(SPARK_READY))  ## all checks, a real browser included; WITH_SPARK=1: Spark itself too
	@$(VENV)/bin/python tests/run.py $(if $(WITH_SPARK),everything,all)

quick: $(READY)          ## the checks of every commit: no browser, at most three minutes
	@$(VENV)/bin/python tests/run.py quick

spark: $(READY) $(SPARK_READY)  ## the checks of --engine spark on Spark itself (needs Java 17), in an environment of its own
	@$(VENV)/bin/python tests/run.py spark

bench: $(READY)          ## one benchmark: make bench NAME=assess
	@$(VENV)/bin/python bench/$(NAME).py

.PHONY: browser
browser:
	@sh tests/browser.sh

lock:                    ## renew requirements/*.lock (hashed) from pyproject.toml, bench.in and spark.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate pyproject.toml -o requirements/run.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate requirements/bench.in -o requirements/bench.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate --extra spark -c requirements/run.lock pyproject.toml requirements/spark.in \
	  -o requirements/spark.lock

fresh:                   ## forget the environment and everything built
	rm -rf $(VENV) $(SPARK) build .pytest_cache .hypothesis .mypy_cache .ruff_cache

$(READY): requirements/dev.lock pyproject.toml
	@sh requirements/set-up.sh $(PYTHON) $(VENV)
	@touch $(READY)

$(SPARK_READY): requirements/spark.lock $(READY)
	@$(PYTHON) -m venv --without-pip $(SPARK)
	@$(VENV)/bin/uv pip sync --quiet --python $(SPARK)/bin/python --require-hashes requirements/spark.lock
	@touch $(SPARK_READY)
