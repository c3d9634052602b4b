# An index of the npm scripts; `make help` lists them.
.DEFAULT_GOAL := example
.PHONY: help example rtl test regress lint bench clean

INSTALLED := node_modules/.package-lock.json

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

example: $(INSTALLED) ## install what is missing; compile, verify and run the shipped example (the default)
	npm run --silent build
	npm run --silent example

rtl: $(INSTALLED) ## write the Verilog package of DESIGN (default: the example) to rtl-out/
	npm run --silent build
	npx sinter compile $(or $(DESIGN),examples/glyphs/design.ts)

test: $(INSTALLED) ## all tests
	npm test --silent

regress: $(INSTALLED) ## long sweeps: every sample of every model, kws under Icarus
	npm run --silent regress

lint: $(INSTALLED) ## formatter, linter and type checker
	npm run --silent lint

bench: $(INSTALLED) ## every figure that the project claims, as ratios of one run
	npm run --silent bench

clean: ## remove what was generated; keep node_modules
	rm -rf dist coverage .cache rtl-out/*

$(INSTALLED): package.json package-lock.json
	npm ci
