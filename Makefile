# Everything a newcomer needs. Each target does its own set-up; see scripts/setup.py.
# Options are given as words: make run PORT=8123 HOST=0.0.0.0, make bench ROWS=10000.
.PHONY: run test check fix messages bench load pictures clean
.DEFAULT_GOAL := run

run:      ; @scripts/sapat run
test:     ; @scripts/sapat test
check:    ; @scripts/sapat check
fix:      ; @scripts/sapat fix
messages: ; @scripts/sapat messages
bench:    ; @scripts/sapat bench
load:     ; @scripts/sapat load
pictures: ; @scripts/sapat pictures
clean:    ; @scripts/sapat clean
