# Two commands matter: `make run` and `make test`. Each installs what is missing and says what it does.
.PHONY: run test bench fuzz fmt fixtures

run: ; @scripts/run
test: ; @scripts/test
bench: ; @scripts/bench
fuzz: ; @scripts/fuzz long 300
fixtures: ; @scripts/setup test && scripts/fixtures
fmt: ; @cargo fmt --all
