#!/usr/bin/env python3
"""manage.py of an installation, with its settings and by its account:  sapat-manage backup

/usr/local/sbin/sapat-manage is a link to this file of the release that runs. Another place than
/opt/sapat and another file than /etc/sapat/sapat.env: SAPAT_HOME and SAPAT_ENV. What seals papers
is told to the one command that makes certificates, from worker.env beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from upgrade import account, read_settings

OPENS_THE_KEY = {"certificate"}


def main(words: list[str]) -> int:
    release = Path(os.environ.get("SAPAT_HOME", "/opt/sapat")) / "current"
    told = Path(os.environ.get("SAPAT_ENV", "/etc/sapat/sapat.env"))
    settings = read_settings(told)
    if words[:1] and words[0] in OPENS_THE_KEY and told.with_name("worker.env").exists():
        settings |= read_settings(told.with_name("worker.env"))
    who = account(os.environ.get("SAPAT_USER", "sapat"))
    command = [str(release / ".venv/bin/python"), "manage.py", *words]
    return subprocess.call(command, cwd=release, env={**os.environ, **settings}, **who)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
