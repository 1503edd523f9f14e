"""A page of five buttons that works without network, and a server that remembers what it got.

Its addresses stand beside those of the program while a test says so (ROOT_URLCONF).
"""

import time
from collections import Counter
from pathlib import Path

from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views import View

from common import queued
from common.offline import KeptOffline
from qms.urls import handler500 as handler500
from qms.urls import urlpatterns as of_the_program

CELLS = ("one", "two", "three", "four", "five")


class Desk:
    """What was stored: for each account and cell the revision and the value."""

    def __init__(self):
        self.marks: dict[tuple[str, str], tuple[int, object]] = {}
        self.files: dict[str, bytes] = {}
        self.seen: dict[str, queued.Result] = {}
        self.got = Counter()  # how often each uuid came
        self.late: list = []
        self.mode = "fine"
        self.bad = ""  # a cell that is never taken
        self.lag = 0.0
        self.requests = 0

    def take(self, user, item):
        uuid = str(item.uuid)
        self.got[uuid] += 1
        if uuid not in self.seen:
            self.seen[uuid] = self._judged((user.username, item.cell), item)
        return self.seen[uuid]

    def _judged(self, where, item):
        revision, value = self.marks.get(where, (0, None))
        if self.mode == "closed":
            self.late.append(item.value)
            return queued.Result(item.uuid, queued.LATE, revision, value)
        if item.file is not None:
            self.files[item.file.name] = item.file.read()
            return queued.Result(item.uuid, queued.SAVED)
        if item.base != revision:
            return queued.Result(item.uuid, queued.STALE, revision, value, "Another was first.")
        self.marks[where] = (revision + 1, item.value)
        return queued.Result(item.uuid, queued.SAVED, revision + 1, item.value)


desk = Desk()
STATIC = Path(__file__).with_name("queue_static")

PAGE = """{% extends "base.html" %}
{% block head %}<script defer src="{% static "build/queue.js" %}"></script><script defer src="{% static "trial/page.js" %}"></script>{% endblock %}
{% block content %}
<div data-queue="/trial/{{ key }}/marks/" data-queue-files="/trial/{{ key }}/files/"
  data-queue-key="{{ key }}" data-queue-who="{{ request.user.pk }}" data-queue-at="{{ at }}">
{% include "components/queue_state.html" %}
<p class="form-acts">{% for cell, revision, value in cells %}<button type="button" class="btn" id="{{ cell }}" data-cell="{{ cell }}" data-revision="{{ revision }}">{{ value }}</button> {% endfor %}</p>
<label>Photo <input type="file" id="photo"></label>
</div>
{% endblock %}"""


class TrialPage(KeptOffline, View):
    def get(self, request, key):
        mine = [(c, *desk.marks.get((request.user.username, c), (0, 0))) for c in CELLS]
        context = {"key": key, "cells": mine, "title": "Trial", "at": int(time.time())}
        template = engines["django"].from_string(PAGE)
        return HttpResponse(template.render(context, request))


class Marks(View):
    read = staticmethod(queued.items_of)

    def post(self, request, key):
        desk.requests += 1
        time.sleep(desk.lag)
        if desk.mode == "broken":
            return HttpResponse(status=500)
        if desk.mode == "forbidden":
            return HttpResponse(status=403)
        try:
            items = self.read(request)
        except queued.Unfit:
            return queued.unfit()
        items = [items] if isinstance(items, queued.Item) else items
        if any(item.cell == desk.bad for item in items):
            return queued.unfit()
        answer = queued.answer([desk.take(request.user, item) for item in items])
        return HttpResponse(status=502) if desk.mode == "unheard" else answer


class Files(Marks):
    read = staticmethod(queued.file_of)


urlpatterns = [
    *of_the_program,
    path("trial/<slug:key>/", TrialPage.as_view()),
    path("trial/<slug:key>/marks/", Marks.as_view()),
    path("trial/<slug:key>/files/", Files.as_view()),
]


# At the page ------------------------------------------------------------------------------------


def said(page, when):
    """One of the lines that say how it stands."""
    return page.locator(f"[data-when='{when}']")


def cell(page, name):
    return page.locator(f"#{name}")


def until(page, true: str) -> None:
    """Waits for what a script of the page says; the policy forbids Playwright's own way."""
    for _try in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {true}")
