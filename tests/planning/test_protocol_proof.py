"""The end of a protocol: the fingerprint stands with the hands, the QR code on the first page."""

import subprocess

import pytest
from django.utils import translation

from common.printing import render_pdf
from planning.protocol_paper import protocol_words, waiting_hands
from tests.planning.protocol_data import protocol

QR = "data:image/png;base64,iVBORw0KGgo="
URL = "https://example.kg/v/1/"


def pages(lines: int) -> list[str]:
    """The words of each page of a signed protocol, of which so many lines were heard."""
    frozen = protocol()
    frozen["items"][0]["heard"] = "\n".join(["Сөз"] * lines)
    proof = {"manifest_hash": "a" * 64, "qr": QR, "url": URL, "cells": [], "code": "3"}
    with translation.override("ky"):
        words = protocol_words(frozen, "ky") | {"hands": waiting_hands(frozen, "ky")}
    pdf = render_pdf("print/protocol.html", words | proof, language="ky")
    read = subprocess.run(
        ["/usr/bin/pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return read.stdout.decode().rstrip("\f").split("\f")


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [0, 1, 2, 47])
def test_the_fingerprint_never_stands_on_a_page_without_a_hand(lines):
    last = pages(lines)[-1]

    assert "a" * 64 in "".join(last.split())
    assert "А. Б. Үсөнов" in last


@pytest.mark.django_db
def test_the_address_to_verify_stands_once():
    assert "".join(pages(1)).count(URL) == 1
