"""Ask the health page of this machine; the exit status says whether all is well.

probe.py [http://127.0.0.1:8000]
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request

DEFAULT = "http://127.0.0.1:8000"


def health(address: str, timeout: float = 10) -> dict[str, str]:
    """What the health page says; "status" is "ok", "broken" or why there is no answer."""
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/healthz", timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            try:
                return json.load(error)
            except ValueError:
                return {"status": f"answers {error.code}"}
    except (OSError, ValueError) as error:
        return {"status": f"no answer: {error}"}


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else DEFAULT
    said = health(address)
    print(json.dumps(said))
    return 0 if said.get("status") == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
