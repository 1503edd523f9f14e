#!/usr/bin/env python3
"""manage.py of an installation, with its settings and by its account:  sapat-manage backup

/usr/local/sbin/sapat-manage is a link to this file of the release that runs. Another place than
/opt/sapat and another file than /etc/sapat/sapat.env: SAPAT_HOME and SAPAT_ENV. Beside it lie
worker.env, told to the command that makes certificates, and owner.env, told to those that change
the tables themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from upgrade import account, settings_of

MORE = {"certificate": ["worker.env"], "migrate": ["owner.env"], "restore": ["owner.env"]}


def main(words: list[str]) -> int:
    release = Path(os.environ.get("SAPAT_HOME", "/opt/sapat")) / "current"
    told = Path(os.environ.get("SAPAT_ENV", "/etc/sapat/sapat.env"))
    settings = settings_of(told, *MORE.get(words[0] if words else "", []))
    who = account(os.environ.get("SAPAT_USER", "sapat"))
    command = [str(release / ".venv/bin/python"), "manage.py", *words]
    return subprocess.call(command, cwd=release, env={**os.environ, **settings}, **who)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
