# Two commands matter: `make run` and `make test`. Each installs what is missing and says what it does.
.PHONY: run test bench fmt fixtures

run: ; @scripts/run
test: ; @scripts/test
bench: ; @scripts/bench
fixtures: ; @scripts/setup test && scripts/fixtures
fmt: ; @cargo fmt --all
