#!/bin/sh
# The quick checks of form, in order; stops at the first that fails. "make check" and test.sh call it.
# One command a line: under "set -e" neither "a && b" nor "! a" stops a script.
set -eu
cd "$(dirname "$0")/.."

step() {
    echo "== $*" >&2
    "$@"
}

templates() {
    find templates -name '*.html' -print0 | xargs -0 --no-run-if-empty "$@"
}

untrimmed() {
    if grep -rnE --include='*.html' '\{% *blocktrans(late)?\b' templates | grep -v trimmed; then
        echo "blocktranslate without trimmed, see above" >&2
        return 1
    fi
}

# As an installation on a server would be: every secret and address is given.
in_production() {
    env PRODUCTION=1 SECRET_KEY=this-key-guards-nothing-0123456789-abcdefghijklmnopqrstuvwxyz \
        ALLOWED_HOSTS=sapat.example.kg PUBLIC_BASE_URL=https://sapat.example.kg \
        DATABASE_URL=postgres://nobody@127.0.0.1:1/none "$@"
}

step ruff check .
step ruff format --check .
step lint-imports
step mypy
step templates djade --check --target-version 5.2
step templates djhtml --check --tabwidth 2
step untrimmed
step in_production python manage.py check --deploy --fail-level WARNING
step python manage.py makemigrations --check --dry-run
step python scripts/messages.py check
