"""Keep a process alive: when it dies by itself it is started again; a stop is passed on.

Used by the Procfile for the worker and the beat, so that a killed worker does not stop the web.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time

PAUSE = 3


def main(command: list[str]) -> int:
    stopping = False
    child: subprocess.Popen[bytes] | None = None

    def stop(number: int, frame: object) -> None:
        nonlocal stopping
        stopping = True
        if child and child.poll() is None:
            child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        child = subprocess.Popen(command)
        code = child.wait()
        if not stopping:
            print(f"{command[0]} ended with {code}; started again", file=sys.stderr, flush=True)
            time.sleep(PAUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
