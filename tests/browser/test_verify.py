"""A file compared in the browser: the page never sends it, with or without the browser's own hash."""

import hashlib
from pathlib import Path

import pytest

from documents.pdf import frozen_paper
from documents.tasks import print_papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPT = Path("static/src/sha256.js")
LENGTHS = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 1_000_003]


def test_our_own_hash_is_the_hash(visit):
    page = visit().go("/healthz").page
    source = SCRIPT.read_text().replace("export function", "function")
    mine = page.evaluate(
        f"lengths => {{ {source}; return lengths.map(n => "
        "sha256(Uint8Array.from({ length: n }, (_, i) => (i * 7 + 3) % 256).buffer)); }",
        LENGTHS,
    )
    theirs = page.evaluate(
        "lengths => Promise.all(lengths.map(async n => [...new Uint8Array(await crypto.subtle"
        ".digest('SHA-256', Uint8Array.from({ length: n }, (_, i) => (i * 7 + 3) % 256)))]"
        ".map(b => b.toString(16).padStart(2, '0')).join('')))",
        LENGTHS,
    )

    assert mine == theirs
    assert mine == [
        hashlib.sha256(bytes((i * 7 + 3) % 256 for i in range(n))).hexdigest() for n in LENGTHS
    ]


@pytest.mark.parametrize("secure", [True, False])
def test_a_file_is_compared_and_never_sent(visit, in_force, tmp_path, secure):
    print_papers()
    paper = frozen_paper(in_force, "ky")
    data = paper.blob.read()
    good, bad, bare = (tmp_path / f"{name}.pdf" for name in ("good", "bad", "bare"))
    bare.write_bytes(data[: paper.seal.content_size])
    good.write_bytes(data)
    bad.write_bytes(data[:-1] + b"\0")

    anyone = visit(phone=True)
    if not secure:  # as over http on a local network
        anyone.page.add_init_script(
            "Object.defineProperty(globalThis, 'isSecureContext', { value: false })"
        )
    anyone.go(f"/v/{in_force.token}/").check()
    sent = []
    anyone.page.on("request", lambda request: sent.append(request.url))
    anyone.page.set_input_files("#verify-file", bad)
    anyone.page.wait_for_selector(".verify-answer .red")
    anyone.page.set_input_files("#verify-file", bare)
    anyone.page.wait_for_selector(".verify-answer .amber")
    anyone.page.set_input_files("#verify-file", good)
    anyone.page.wait_for_selector(".verify-answer .green")
    anyone.check()

    assert sent == []


@pytest.mark.parametrize("secure", [True, False])
def test_a_file_without_a_code_is_asked_for_by_its_fingerprint_alone(
    visit, in_force, tmp_path, secure
):
    print_papers()
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(frozen_paper(in_force, "ky").blob.read())
    bad.write_bytes(good.read_bytes() + b"x")

    anyone = visit(phone=True)
    if not secure:
        anyone.page.add_init_script(
            "Object.defineProperty(globalThis, 'isSecureContext', { value: false })"
        )
    anyone.go("/v/").check()
    sent = []
    anyone.page.on(
        "request",
        lambda asked: (
            sent.append(asked.post_data_buffer or b"") if asked.method == "POST" else None
        ),
    )
    anyone.page.set_input_files("#verify-file", bad)
    anyone.page.wait_for_selector(".verify-answer .red")
    anyone.check()
    anyone.page.set_input_files("#verify-file", good)
    anyone.page.wait_for_url(f"**/v/{in_force.token}/")
    anyone.page.wait_for_selector(".messages .success")

    assert len(sent) == 2
    assert all(len(body) < 1000 and b"%PDF" not in body for body in sent)
