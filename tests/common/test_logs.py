"""The log: one line a request and a task, joined by a number, without secrets."""

import json
import logging

import pytest
from django.urls import reverse

from common import caller
from common.logs import Json, Line, masked
from common.tasks import heartbeat
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


class Kept(logging.Handler):
    """What a console would show, as text."""

    def __init__(self, formatter):
        super().__init__(logging.DEBUG)
        self.setFormatter(formatter)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def console():
    """Every line of the program as JSON."""
    handler = Kept(Json())
    root, sapat = logging.getLogger(), logging.getLogger("sapat")
    before = sapat.level
    sapat.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    sapat.setLevel(before)


def requests(console):
    lines = [json.loads(line) for line in console.lines]
    return [line for line in lines if line["logger"] == "sapat.requests"]


@pytest.mark.core
def test_a_request_is_one_line_with_its_number_and_person(client, agency, console):
    client.force_login(agency.staff)
    page = client.get("/", headers={"X-Request-ID": "abc-12345"}, REMOTE_ADDR="203.0.113.5")

    line = requests(console)[-1]
    assert page["X-Request-ID"] == line["request"] == "abc-12345"
    assert (line["user"], line["person"]) == (agency.staff.pk, agency.staff.person_id)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/", 200)
    assert (line["view"], line["ip"], line["level"]) == ("home", "203.0.113.5", "INFO")
    assert line["ms"] >= 0
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    "given", ["", "x", "a b c d e f g h", "<script>12345", "ab/cd?ef=gh", "a" * 65]
)
def test_a_strange_number_is_replaced(client, given):
    made = client.get("/sign-in/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert made != given
    assert len(made) == 32


def test_no_secret_reaches_the_log(client, agency, in_force, console, draft):
    token = in_force.token
    client.get(reverse("verify", args=[token]))
    client.get(f"/v/{token[:-1]}x/")
    client.get("/start/9fE3kQ-secret-code/")
    client.get("/sign-in/?next=/&password=geheim-1&code=geheim-2")
    form = {"username": agency.staff.username, "password": PASSWORD}
    client.post(reverse("sign_in"), form)
    client.post(reverse("sign_in"), form | {"password": "wrong-" + PASSWORD})
    logging.getLogger("x").warning("Not Found: %s", f"/v/{token}/")
    logging.getLogger("x").warning("redis://sapat:geheim-3@host/0, password='geheim-4'")
    try:
        raise RuntimeError(f"/v/{token}")
    except RuntimeError:
        logging.getLogger("x").exception("trouble")

    text = "\n".join(console.lines)
    assert len(console.lines) >= 9
    for secret in (token, token[:-1], PASSWORD, "geheim", "secret-code", agency.staff.password):
        assert secret not in text
    assert '"/v/…/"' in text


def test_the_terminal_masks_too():
    record = logging.LogRecord("x", 30, "", 1, "Not Found: %s", ("/v/0123/",), None)
    assert Line("%(message)s").format(record) == "Not Found: /v/…/"


@pytest.mark.parametrize(
    "plain",
    [
        "GET /documents/version/12/ 200 34 ms",
        "/files/0b9f0f0e-8f7e-4c56-9d0c-0b1b5a1d2c3e/",
        "/people/12/?tab=history",
        "The queue does not answer; common.tasks.announce waits for its tick.",
    ],
)
def test_what_is_no_secret_stays(plain):
    assert masked(plain) == plain


def test_each_line_is_json_whatever_is_in_it(console):
    logging.getLogger("x").warning("үч\nсап “%s”", {"a": object()})
    assert len(console.lines[-1].splitlines()) == 1
    assert json.loads(console.lines[-1])["message"].startswith("үч\nсап")


def test_a_task_says_when_it_is_done_and_for_which_request(console, settings):
    from qms import tasklog
    from qms.celery import app

    headers: dict = {}
    token = caller.enter(caller.Caller(request_id="number-of-a-request"))
    tasklog._send_number(headers=headers)
    caller.leave(token)
    assert headers == {tasklog.HEADER: "number-of-a-request"}

    heartbeat.apply(headers=headers)

    line = json.loads(console.lines[-1])
    assert line["logger"] == "sapat.tasks"
    assert (line["task"], line["status"]) == ("common.tasks.heartbeat", "SUCCESS")
    assert line["request"] == "number-of-a-request"
    assert caller.current() == caller.NOBODY
    assert app.conf.task_ignore_result


def test_the_log_asks_the_database_nothing(client, console, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/theme/")
    assert requests(console)[-1]["user"] is None
