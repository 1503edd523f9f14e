#!/bin/sh
# Everything that must hold, in order; stops at the first that fails. "make test" calls it.
set -eu
cd "$(dirname "$0")/.."

SAPAT_VAR=$(mktemp -d)
export SAPAT_VAR
unset DATABASE_URL REDIS_URL EMAIL_URL PRODUCTION DEBUG || true
unset PYTHONDONTWRITEBYTECODE || true  # a dozen processes would compile the same files
now="setting up"

finish() {
    status=$?
    python scripts/test_total.py "$status" "$now" "$SAPAT_VAR" || true
    rm -rf "$SAPAT_VAR"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() {
    now="$*"
    echo "== $*" >&2
    "$@"
}

with_postgres() {
    python scripts/with_postgres.py "$@"
}

step sh scripts/check.sh
step with_postgres pytest -q -n 2 --dist loadgroup -m "not browser" --junitxml="$SAPAT_VAR/postgres.xml"
step pytest -q -n 2 --dist loadgroup -m "core and not browser" --junitxml="$SAPAT_VAR/sqlite.xml"
# Playwright runs its own event loop beside Django's.
export DJANGO_ALLOW_ASYNC_UNSAFE=true
step with_postgres pytest -q -n 2 --dist loadgroup -m browser --junitxml="$SAPAT_VAR/browser.xml"
step python manage.py clauses
