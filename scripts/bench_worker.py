"""A server process for "make bench", ours or the bare one: asked by lines of JSON on its input.

    bench_worker.py ours | bare [user]      then {"get": "/documents/", "times": 10} and so on

Each answer tells the CPU time of this process and of its PostgreSQL backend together.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
TOKEN = "onlyforthismeasurement0123456789"  # noqa: S105 -- of 32 signs, as Django makes them


def start_ours():
    """Sapat as gunicorn starts it."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "qms.settings"
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def start_bare():
    """A Django project with one page; nothing of Sapat."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import environ
    from django.conf import settings

    url = os.environ.get("DATABASE_URL")
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(os.environ["SAPAT_VAR"]) / "db.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
    if url:
        database = {**environ.Env.db_url_config(url), "CONN_MAX_AGE": 60}
    settings.configure(
        SECRET_KEY=os.environ["SECRET_KEY"],
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "bare",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        AUTH_USER_MODEL="bare.User",
        ROOT_URLCONF="bare.pages",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def sign_in(backend: str, who: str) -> str:
    """A session of the quality manager, or of whom one names: its cookie."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.get(username=who)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = backend
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return session.session_key


class Server:
    """Asks the application as gunicorn would, without the socket."""

    def __init__(self, kind: str, who: str):
        self.application = start_ours() if kind == "ours" else start_bare()
        self.key = sign_in(
            "people.signin.NameOrEmailBackend"
            if kind == "ours"
            else "django.contrib.auth.backends.ModelBackend",
            who,
        )

    def ask(self, address: str, body: bytes | None = None) -> bytes:
        """The page of an address, or the answer to JSON sent there."""
        path, _mark, query = address.partition("?")
        environment = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": quote(query, safe="=&-/"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"sessionid={self.key}",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if body is not None:
            environment |= {
                "REQUEST_METHOD": "POST",
                "CONTENT_TYPE": "application/json",
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_COOKIE": f"sessionid={self.key}; csrftoken={TOKEN}",
                "HTTP_X_CSRFTOKEN": TOKEN,
            }
        said = []
        response = self.application(environment, lambda status, headers, *rest: said.append(status))
        told = b"".join(response)
        response.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address} answers {said[0]}")
        return told

    # What it is asked -------------------------------------------------------------------------

    def times(self, ask: dict) -> dict:
        """CPU seconds of so many requests."""
        body = self.ask(ask["get"])
        before = cpu()
        for _ in range(ask["times"]):
            self.ask(ask["get"])
        return {"cpu": (cpu() - before) / ask["times"], "bytes": len(body)}

    def queries(self, ask: dict) -> dict:
        """The SQL of one request, and the page it answers."""
        from django.db import connection

        seen = []

        def count(execute, sql, *rest):
            seen.append(sql)
            return execute(sql, *rest)

        self.ask(ask["queries"])
        with connection.execute_wrapper(count):
            body = self.ask(ask["queries"])
        return {"queries": len(seen), "html": body.decode() if ask.get("html") else ""}

    def fill(self, ask: dict) -> dict:
        """Let the bare page send as many bytes as ours."""
        from bare import pages

        pages.filling = "x" * max(0, ask["fill"])
        return {}

    def papers(self, ask: dict) -> dict:
        """One paper made by our code, and the same HTML by WeasyPrint alone."""
        from common import printing
        from documents.models import DocumentVersion
        from documents.pdf import version_pdf

        version = DocumentVersion.objects.in_force().filter(texts__language="ky").first()
        if not hasattr(self, "html"):
            kept = []
            make = printing.html_to_pdf
            printing.html_to_pdf = lambda html: kept.append(html) or make(html)
            version_pdf(version, "ky")
            printing.html_to_pdf = make
            self.html = kept[0]
        engine, before = printing._engine(), cpu()
        for _ in range(ask["times"]):
            if ask["papers"] == "ours":
                version_pdf(DocumentVersion.objects.get(pk=version.pk), "ky")
                continue
            page = engine.html(
                string=self.html,
                base_url=printing.STYLES.as_uri() + "/",
                url_fetcher=engine.fetcher,
            )
            page.write_pdf(
                stylesheets=engine.sheets,
                font_config=engine.fonts,
                pdf_variant=printing.VARIANT,
            )
        return {"cpu": (cpu() - before) / ask["times"]}

    def letters(self, ask: dict) -> dict:
        """A request that sets a thousand letters going, and a thousand bare enqueues."""
        import bench_letters

        return getattr(bench_letters, ask["letters"])(cpu)

    def saves(self, ask: dict) -> dict:
        """Saves of a person: in a deed with history and journal, or plain."""
        from django.db import transaction

        from common.models import deed, record
        from people.models import Person, User

        # What is set going afterwards is G5.
        person, user = Person.objects.first(), User.objects.get(username="bench")
        plain = ask["saves"] == "plain"
        before = cpu()
        for n in range(ask["times"]):
            person.phone = f"+99631200{n:04}"
            if plain:
                person.skip_history_when_saving = True
                with transaction.atomic():
                    person.save()
                del person.skip_history_when_saving
                continue
            with deed(by=user):
                person.save()
                record(person, "change", by=user, fields=["phone"])
        return {"cpu": (cpu() - before) / ask["times"]}

    def frequent(self, ask: dict) -> dict:
        """A word that stands in most texts."""
        from documents.models import VersionText

        words: dict[str, int] = {}
        for html in VersionText.objects.order_by("-pk").values_list("html", flat=True)[:50]:
            for word in {*re.findall(r"[а-яөүң]{5,}", html)}:
                words[word] = words.get(word, 0) + 1
        return {"word": max(words, key=words.__getitem__)}

    def walk(self, ask: dict) -> dict:
        """The whole chain walked once: rows and bytes a second of the clock."""
        from common.trail import chain

        walk, begun = chain.Walk(), time.monotonic()
        if found := [str(fault) for fault in walk.faults()]:
            raise RuntimeError(f"the chain is broken: {found}")
        seconds = time.monotonic() - begun
        return {"rows": walk.rows, "bytes": walk.bytes, "seconds": seconds}

    def state(self, ask: dict) -> dict:
        """CPU since the start, and memory."""
        status = Path("/proc/self/status").read_text()
        rss = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return {"cpu": time.process_time(), "rss": int(rss.split()[1])}


def cpu() -> float:
    """Seconds of this process, and of the PostgreSQL backend that serves it."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return own
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    fields = fields.rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / TICK


def main() -> None:
    server = Server(sys.argv[1], *sys.argv[2:] or ["bench"])
    names = ("queries", "fill", "papers", "letters", "state", "saves", "walk", "frequent")
    doors = {"get": server.times, **{n: getattr(server, n) for n in names}}
    for line in sys.stdin:
        ask = json.loads(line)
        door = next(doors[key] for key in ask if key in doors)
        print(json.dumps(door(ask)), flush=True)


if __name__ == "__main__":
    main()
