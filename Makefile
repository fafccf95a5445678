# The habits of the project, one word each. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

ballast := .build/release/ballast
swift_sources := $(wildcard Sources Tests Examples Benchmarks Package.swift)

# One test at a time, each with one thread. oneDNN's threads spin at their barriers: where other busy
# threads share the cores, a step of two threads takes up to a hundred times as long as one of a
# single thread. Golden values also hold for one thread count only.
test_flags ?= --no-parallel
test: export OMP_NUM_THREADS := 1

.PHONY: help setup build test test-python test-browser fuzz kill-runs examples guides pictures lint format docs \
    demo bench bench-peer bench-data bench-dashboard bench-logs fault-bench fault-bench-cut check-warnings clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
	    | while IFS='|' read -r target text; do printf '  %-16s %s\n' "$$target" "$$text"; done

setup: ## install the Debian packages that are missing
	@Scripts/setup

build: setup ## build for release
	swift build -c release

test: setup ## run all tests, built for release (debug kernels are far too slow to train with)
	swift test -c release --disable-xctest --disable-testable-imports $(test_flags)

test-python: build ## test the hook for PyTorch, which it installs into its own environment
	python3 Clients/python/run_tests.py
	Scripts/check-guides --pytorch "$$(python3 Clients/python/run_tests.py --interpreter)" \
	    Documentation/Guides/HookIntoPyTorch.md

test-browser: build ## load reports and the dashboard in Chromium, which it installs where missing
	python3 Tests/Browser/run_tests.py $(ballast)

# In memory where that can be: half a million files are written, and many of them synced.
fuzz: export TMPDIR := $(firstword $(wildcard /dev/shm) /tmp)
fuzz: setup ## give every parser of files 100,000 damaged inputs
	BALLAST_FUZZ_INPUTS=100000 swift test -c release --disable-xctest --disable-testable-imports \
	    --no-parallel --filter FuzzTests

kill-runs: build ## kill trainings at 200 random moments; fails where one ends with other bits
	Scripts/kill-runs $(ballast) 200

examples: export OMP_NUM_THREADS := 1
examples: build ## train the examples' models; fails where one does not learn
	.build/release/OwnModel

guides: build ## run every command of the guides and compare what they show
	Scripts/check-guides

pictures: build ## make the pictures of the guides and the README anew
	Scripts/make-pictures

lint: ## check format, layers, style and links
	swift format lint --strict --recursive $(swift_sources)
	Scripts/check-layers
	Scripts/check-style
	Scripts/check-links

format: ## put every Swift file into the project's format
	swift format format --in-place --recursive $(swift_sources)

docs: build ## build the documentation into .build/documentation
	Scripts/build-docs

demo: build ## show a validation spike, and keep what is shown under runs/
	@mkdir -p runs
	$(ballast) demo validation-spike | tee runs/demo-validation-spike.txt
	@echo "The text above is in runs/demo-validation-spike.txt"

bench: build ## training speed of this machine, per model
	Scripts/bench $(ballast)

bench-peer: build ## the same beside PyTorch, which it installs into its own environment
	python3 Benchmarks/peer/bench_peer.py

bench-data: build ## loading speed beside torchvision, and what the loader costs a step
	python3 Benchmarks/data/bench_data.py

# One process with one thread per core: the trainings are far too small to share.
fault_bench := swift build -c release --package-path Benchmarks/FaultBench \
    --scratch-path .build/fault-bench --product fault-bench
fault_bench_run := .build/fault-bench/release/fault-bench run

bench-dashboard: build ## how fast the dashboard opens its pages, and what memory it takes
	python3 Benchmarks/dashboard/bench_dashboard.py $(ballast)

bench-logs: build ## reading logs beside TensorBoard's own reader
	python3 Benchmarks/logs/bench_logs.py

fault-bench: setup ## diagnose a thousand faulty and healthy runs; goes on where it was stopped
	$(fault_bench)
	$(fault_bench_run) --jobs 2 --out runs/fault-bench

fault-bench-cut: build ## a few of those runs, whose diagnoses are known exactly
	$(fault_bench)
	rm -rf runs/fault-bench-cut
	$(fault_bench_run) --cut ci --out runs/fault-bench-cut
	Scripts/check-guides --fault-bench .build/fault-bench/release \
	    $$(grep -l 'needs: fault-bench' Documentation/Causes/*.md)

check-warnings: setup ## build from nothing and fail on any warning
	swift package clean
	Scripts/build-without-warnings

clean: ## remove what was built; runs/ stays
	swift package clean
	rm -rf .build/documentation .build/documentation-parts
