"""Files: kept once, whole or not at all, opened only by those who may see their owner."""

import errno
import os
import time

import pytest
from django.urls import reverse

from common.models import Attachment, Blob
from common.models.file import FileAltered
from common.tasks import sweep_files

pytestmark = pytest.mark.django_db


def attach(owner, data=b"%PDF-1.7 invented", name="тиркеме.pdf"):
    return Attachment.objects.create(owner=owner, blob=Blob.store([data]), name=name)


@pytest.mark.core
def test_the_same_bytes_are_kept_once():
    assert Blob.store(["Өң".encode(), "үм".encode()]) == Blob.store(["Өңүм".encode()])
    assert Blob.objects.get().read() == "Өңүм".encode()


def test_an_altered_file_is_not_read():
    blob = Blob.store([b"true"])
    blob.path.write_bytes(b"false")

    with pytest.raises(FileAltered):
        blob.read()


def test_a_full_disk_leaves_neither_row_nor_half_a_file(settings, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Blob.store([b"much"])

    assert not Blob.objects.exists()
    assert [p for p in settings.FILES_ROOT.rglob("*") if p.is_file()] == []


@pytest.mark.clause("004-7.5.5-b")
def test_a_file_is_opened_only_by_those_who_see_its_owner(client, draft, agency, stranger):
    url = reverse("file", args=[attach(draft).uid])
    assert client.get(url).status_code == 302

    for user, expected in (
        (agency.manager, 200),
        (agency.staff, 404),
        (stranger, 404),
    ):
        client.force_login(user)
        assert client.get(url).status_code == expected


def test_a_file_is_never_a_web_page(client, draft, agency):
    client.force_login(agency.manager)
    url = reverse("file", args=[attach(draft, b"<script>1</script>", "бет.html").uid])

    response = client.get(url)

    assert response["Content-Type"] == "application/octet-stream"
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_an_altered_or_missing_file_is_not_served(client, draft, agency):
    attachment = attach(draft)
    client.force_login(agency.manager)
    attachment.blob.path.write_bytes(b"other")
    page = client.get(reverse("file", args=[attachment.uid]))
    assert page.status_code == 410
    assert b"other" not in page.content

    attachment.blob.path.unlink()
    assert client.get(reverse("file", args=[attachment.uid])).status_code == 410


def test_files_nobody_links_to_are_swept_after_a_day(draft, settings):
    kept, lost = attach(draft).blob, Blob.store([b"lost"])
    Blob.objects.update(stored_at="2026-01-01T00:00Z")
    stray = settings.FILES_ROOT / ".new-stray"
    stray.write_bytes(b"half")
    old = time.time() - 2 * 86400
    for path in (stray, lost.path):
        os.utime(path, (old, old))

    sweep_files()

    assert Blob.objects.get() == kept
    assert kept.path.exists()
    assert not stray.exists()
    assert not lost.path.exists()
