# `make help` lists what can be done. All of it can be done again and again.

SHELL = /bin/sh
PACKAGES = libsqlite3-dev libxml2-dev libarchive-dev zlib1g-dev libssl-dev pkg-config
FORMATTED = Sources Tests Benchmarks Package.swift
DAYBOOK = .build/release/daybook
COVERAGE_AT_LEAST = 80
FUZZ_SECONDS = 60
FUZZ_SEED = $(shell date +%s)

.PHONY: help packages run test check imports format lint coverage fuzz bench contenders hostile faults clean

help:
	@echo 'make run       install what is missing, build, put demo exports into Inbox/, read them once'
	@echo 'make test      install what is missing, build and run all tests'
	@echo 'make check     format, all tests, and a clean build that checks every import'
	@echo 'make format    put all sources into the house form'
	@echo 'make lint      say what is not in the house form'
	@echo 'make coverage  share of the lines of Sources that the tests reach; at least $(COVERAGE_AT_LEAST) %'
	@echo 'make fuzz      damaged files of all formats, for FUZZ_SECONDS=$(FUZZ_SECONDS); FUZZ_SEED=... repeats a failure'
	@echo 'make bench     what each step costs, against what it may cost; RECORD=1 writes that anew, ONLY=NAME does one'
	@echo 'make contenders  the same job with Daybook, DuckDB, sqlite3 and Polars; ROWS=1000000 RUNS=3'
	@echo 'make hostile   files made to do harm, and every beginning of whole ones; ONLY=NAME does one'
	@echo 'make faults    killed and let fail at every system call, full disks, upgrades cut off; ONLY=PART, SAMPLE=n every n-th'
	@echo 'make clean     remove what was built; shop data stays'

# Debian's names; elsewhere it is said what is needed, and the build shows what is missing.
packages:
	@if ! command -v swift > /dev/null; then \
	  echo 'Swift 6.3 is needed: https://www.swift.org/install/' >&2; exit 1; \
	fi; \
	if ! command -v dpkg-query > /dev/null; then \
	  echo 'Not Debian, so nothing is installed. Needed: $(PACKAGES)'; exit 0; \
	fi; \
	missing=; \
	for package in $(PACKAGES); do \
	  state=$$(dpkg-query -W -f '$${db:Status-Status}' $$package 2> /dev/null) || true; \
	  if [ "$$state" != installed ]; then missing="$$missing $$package"; fi; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	echo "Installing with apt-get:$$missing"; \
	as_root=; \
	if [ "$$(id -u)" -ne 0 ]; then as_root=sudo; fi; \
	$$as_root apt-get update -q && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing

# The last command ends with where the report lies.
run: packages
	@swift build -c release --product daybook
	@$(DAYBOOK) sample --shop .
	@$(DAYBOOK) run --shop . --settle 0

test: packages
	@swift build --build-tests
	@swift test --skip-build

check: lint test imports

# From clean and apart, for a build that is up to date checks nothing.
imports: packages
	@rm -rf .build-imports
	@swift build --scratch-path .build-imports --explicit-target-dependency-import-check error

format:
	@swift format --in-place --recursive $(FORMATTED)

lint:
	@swift format lint --strict --recursive $(FORMATTED)

# The command line is measured through the tests that run it. Swift's own llvm-cov reads what Swift's compiler wrote.
coverage: packages
	@swift test --enable-code-coverage
	@built=$$(swift build --show-bin-path) && \
	swift=$$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p') && \
	measure() { \
	  command=$$1; shift; \
	  "$$swift/../../bin/llvm-cov" "$$command" "$$@" -instr-profile "$$built/codecov/default.profdata" \
	    "$$built"/*PackageTests.xctest -object "$$built/daybook" "$(CURDIR)/Sources"; \
	} && \
	measure report && \
	total=$$(measure export -summary-only | sed 's/.*"totals"//; s/.*"lines":{[^}]*"percent":\([0-9]*\.*[0-9]\{0,2\}\).*/\1/') && \
	echo "Lines of Sources that the tests reach: $$total %" && \
	if ! awk -v total="$$total" 'BEGIN { exit !(total >= $(COVERAGE_AT_LEAST)) }'; then \
	  echo 'That is under $(COVERAGE_AT_LEAST) %.' >&2; exit 1; \
	fi

# Each failure names its seed; a crash leaves the seed as the last that was printed.
fuzz: packages
	@FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_SEED=$(FUZZ_SEED) swift test --no-parallel --filter FuzzingTests

# Instructions are counted with valgrind, for counts are the same whatever else the machine does.
bench: PACKAGES += valgrind
bench: packages
	@swift build -c release --product Benchmarks
	@.build/release/Benchmarks $(if $(RECORD),--record) $(if $(ONLY),--only $(ONLY))

# The others come from PyPI into a folder of their own, which is removed again.
contenders: PACKAGES += python3 python3-venv sqlite3
contenders: packages
	@swift build -c release --product daybook
	@python3 Benchmarks/contenders.py $(DAYBOOK) $(or $(ROWS),1000000) $(or $(RUNS),3)

# About ten minutes, and 3 GB of room in the folder for temporary files.
hostile: PACKAGES += python3 zip gzip bzip2 xz-utils zstd
hostile: packages
	@swift build -c release --product daybook
	@swift build -c release --product Benchmarks
	@python3 Benchmarks/hostile.py $(DAYBOOK) $(ONLY)
	@.build/release/Benchmarks prefixes

# An hour or more for all of it. Disks that are too small are mounted, which only root may.
faults: PACKAGES += strace python3
faults: packages
	@swift build -c release --product daybook
	@ONLY=$(ONLY) SAMPLE=$(or $(SAMPLE),1) python3 Tests/Faults/faults.py $(DAYBOOK)

clean:
	@rm -rf .build .build-*
