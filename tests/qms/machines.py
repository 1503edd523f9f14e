"""A small park of machines on this one: web and worker processes as the units start them."""

import contextlib
import ctypes
import http.client
import os
import re
import secrets
import shlex
import signal
import socket
import socketserver
import subprocess
import threading
import time
import urllib.parse
from collections import Counter
from pathlib import Path

from django.conf import settings

UNITS = settings.BASE_DIR / "deploy" / "systemd"
HOST = "sapat.example.kg"
PATIENCE = 60


def until(true, what: str, patience: float = PATIENCE):
    """Wait for what is expected; without it the test fails and says what it was."""
    end = time.monotonic() + patience
    while not (found := true()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience} s: {what}")
        threading.Event().wait(0.05)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_the_test() -> None:
    """Ask Linux to end this process should the test run itself be killed."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def command(unit: str, **words: str) -> list[str]:
    """The command of a unit, as systemd would start it, from this folder."""
    text = (UNITS / unit).read_text()
    line = re.search(r"^ExecStart=(.+)$", text, re.M)[1]
    line = line.replace("/opt/sapat/current/.venv/bin", str(settings.BASE_DIR / ".venv" / "bin"))
    line = line.replace("%i", words.get("i", "")).replace("%%h", "%h")
    line = re.sub(r"\$\{(\w+)\}", lambda m: words[m[1]], line)
    return shlex.split(line)


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes every letter and counts them by addressee."""

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Talk)
        self.taken: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 ready")
            to, in_letter = "", False
            for raw in self.rfile:
                line = raw.decode(errors="replace").strip()
                if in_letter:
                    if line == ".":
                        self.server.taken[to] += 1
                        in_letter = False
                        self.say("250 taken")
                elif line.upper().startswith("RCPT TO:"):
                    to = re.search(r"<(.+?)>", line)[1]
                    self.say("250 ok")
                elif line.upper() == "DATA":
                    in_letter = True
                    self.say("354 go on")
                elif line.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, words):
            self.wfile.write(words.encode() + b"\r\n")


class Machines:
    """Redis, a mail server, and the processes of Sapat, each with a log of its own."""

    def __init__(self, folder: Path, database: str, **environment: str):
        self.folder, self.processes, self.ports = folder, {}, {}
        self.mailbox = Mailbox()
        self.redis_port, self.redis_password = free_port(), secrets.token_hex(8)
        (folder / "hold").mkdir()
        self.environment = {
            **{k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")},
            "DJANGO_SETTINGS_MODULE": "tests.several_settings",
            "PRODUCTION": "1",
            "SECRET_KEY": secrets.token_hex(40),
            "PUBLIC_BASE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "BEHIND_PROXY": "1",
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://:{self.redis_password}@127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mailbox.server_address[1]}",
            "FILES_ROOT": str(folder / "files"),
            "KEYS_ROOT": str(folder / "keys"),
            "SEALS_ROOT": str(folder / "seals"),
            "LOG_FORMAT": "json",
            "METRICS_TOKEN": "for-the-watchman",
            "SIGNING_PASSWORD": "only-the-workers-know",
            **environment,
        }

    def start(self, name: str, *words: str, **environment: str) -> None:
        # Each machine has a folder of its own; together they have database, Redis and files.
        machine = self.folder / name.partition("-")[0]
        machine.mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                words,
                cwd=settings.BASE_DIR,
                env=self.environment | {"SAPAT_VAR": str(machine)} | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_the_test,
            )

    def start_redis(self) -> None:
        words = ["--port", str(self.redis_port), "--save", "", "--bind", "127.0.0.1"]
        words += ["--requirepass", self.redis_password, "--dir", str(self.folder)]
        self.start("redis", "redis-server", *words)
        until(lambda: self.answers(self.redis_port), "Redis answers")

    @staticmethod
    def answers(port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    def start_web(self, name: str, workers: int = 1) -> None:
        self.ports[name] = free_port()
        words = command("sapat-web.service", WEB_WORKERS=str(workers))
        words[words.index("--bind") + 1] = f"127.0.0.1:{self.ports[name]}"
        self.start(f"{name}-web", *words)

    def start_worker(self, name: str) -> None:
        self.start(f"{name}-worker", *command("sapat-worker@.service", i=name))

    def start_beat(self, name: str) -> None:
        words = command("sapat-beat.service")
        words[words.index("--schedule") + 1] = str(self.folder / "beat-schedule")
        self.start(f"{name}-beat", *words)

    def stop(self, name: str, number: int = signal.SIGTERM) -> None:
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop_all(self) -> None:
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for name in list(self.processes):
            self.stop(name)
        self.mailbox.shutdown()
        self.mailbox.server_close()

    def hold(self, task: str) -> None:
        """The worker that next begins ``task`` will stop there."""
        (self.folder / "hold" / task).touch()

    def kill_holder(self, task: str) -> None:
        """Kill, without a word, the worker that stopped in ``task``."""
        held = until(lambda: [*(self.folder / "hold").glob(f"{task}-*")], f"a worker begins {task}")
        pid = int(held[0].name.rpartition("-")[2])
        name = next(n for n, p in self.processes.items() if p.pid == pid)
        self.stop(name, signal.SIGKILL)

    def visitor(self, name: str, **cookies: str) -> "Visitor":
        return Visitor(self.ports[name], cookies)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


class Visitor:
    """A browser behind the proxy: https outside, cookies kept, forms with their token."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port, self.cookies = port, dict(cookies or {})
        self.address = "203.0.113.10"

    def at(self, machines: Machines, name: str) -> "Visitor":
        """The same browser, led to another machine."""
        moved = Visitor(machines.ports[name])
        moved.cookies, moved.address = self.cookies, self.address
        return moved

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Origin": f"https://{HOST}",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        try:
            connection.request(method, path, body, sent | headers)
            answer = connection.getresponse()
            answer.body = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def get(self, path: str, **headers: str):
        return self.ask("GET", path, **headers)

    def post(self, path: str, form: dict[str, str], file: tuple[str, bytes] | None = None):
        if "csrftoken" not in self.cookies:
            self.get("/sign-in/")
        form = form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(form).encode()
        else:
            edge = secrets.token_hex(12)
            parts = [
                f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
                for k, v in form.items()
            ]
            head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"'
            parts += [head.encode(), b"\r\n\r\n", file[1], f"\r\n--{edge}--\r\n".encode()]
            kind, body = f"multipart/form-data; boundary={edge}", b"".join(parts)
        return self.ask("POST", path, body, **{"Content-Type": kind})

    def sign_in(self, user, password: str):
        return self.post("/sign-in/", {"username": user.username, "password": password})
