"""Where files lie: a folder or a bucket; whole or not at all, and alike to whoever asks."""

import errno
import os

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from common import storage
from common.bucket import Bucket
from common.models import Attachment, Blob
from common.models.file import FileAltered
from common.storage import Folder, StorageAway, s3_options, store_at
from common.tasks import sweep_files
from tests.common.s3 import s3_server

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def bucket():
    with s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def store(request, settings, bucket, tmp_path):
    """The files of the installation, in each of the two places."""
    if request.param == "folder":
        kept = Folder()
    else:
        kept = store_at(bucket.replace("/sapat?", f"/{tmp_path.name}?"))
    real = storages["files"]
    storages._storages["files"] = kept
    yield kept
    storages._storages["files"] = real


def keep(store, name, data):
    with store.fresh() as file:
        file.write(data)
        store.adopt(file, name)


@pytest.mark.django_db
@pytest.mark.core
def test_a_file_is_kept_read_opened_and_taken_once(store):
    blob = Blob.store(["Өң".encode(), "үм".encode()])

    assert Blob.store(["Өңүм".encode()]) == blob
    assert blob.read() == "Өңүм".encode()
    with blob.open() as file:
        assert file.read() == "Өңүм".encode()
    assert [entry.name for entry in store.entries()] == [blob.name]
    assert store.exists(blob.name)


@pytest.mark.django_db
def test_an_altered_or_missing_file_is_known_at_once(store):
    blob = Blob.store([b"true"])
    keep(store, blob.name, b"false")
    with pytest.raises(FileAltered):
        blob.open()

    store.delete(blob.name)
    with pytest.raises(FileNotFoundError):
        blob.read()


@pytest.mark.django_db
def test_a_fault_while_a_file_arrives_leaves_nothing(store):
    def arriving():
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Blob.store(arriving())
    assert not Blob.objects.exists()
    assert not list(store.entries())


@pytest.mark.django_db
def test_a_file_is_served_from_wherever_it_lies(client, store, draft, agency):
    data = b"%PDF-1.7 " + os.urandom(3 * MIB)
    attachment = Attachment.objects.create(owner=draft, blob=Blob.store([data]), name="өң.pdf")
    client.force_login(agency.manager)
    url = reverse("file", args=[attachment.uid])

    response = client.get(url)

    assert b"".join(response.streaming_content) == data
    assert response["Content-Length"] == str(len(data))
    assert "amz" not in str(response.headers).lower()
    keep(store, attachment.blob.name, b"other")
    assert client.get(url).status_code == 410


@pytest.mark.django_db
def test_a_large_file_is_never_whole_in_memory(store):
    import tracemalloc

    piece = os.urandom(MIB)
    tracemalloc.start()
    try:
        blob = Blob.store(piece for _ in range(40))
        with blob.open() as file:
            while file.read(MIB):
                pass
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert blob.size == 40 * MIB
    # The server that stands in for S3 lives in this process and does hold it.
    assert most < (20 if isinstance(store, Folder) else 400) * MIB


@pytest.mark.django_db
def test_files_nobody_links_to_are_swept_and_todays_are_not(store, draft, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    kept = Blob.store([b"kept"])
    Attachment.objects.create(owner=draft, blob=kept, name="x.pdf")
    Blob.store([b"lost"])
    Blob.objects.update(stored_at=timezone.now() - timedelta(days=2))
    sweep_files()
    # Its row is gone; the bytes came in today and stay a day longer.
    assert {e.name for e in store.entries()} > {kept.name}

    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=2))
    sweep_files()
    assert [e.name for e in store.entries()] == [kept.name]


@pytest.mark.django_db
def test_a_file_stored_again_is_young_again():
    Blob.store([b"x"])
    Blob.objects.update(stored_at="2026-01-01T00:00Z")
    blob = Blob.store([b"x"])
    sweep_files()
    assert Blob.objects.get() == blob


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_is_told_in_a_sentence(client, draft, agency, monkeypatch):
    attachment = Attachment.objects.create(owner=draft, blob=Blob.store([b"%PDF"]), name="x.pdf")
    away = Bucket("s3://key:secret@127.0.0.1:9/bucket?scheme=http")
    away.connection.meta.client.meta.config.retries = {"max_attempts": 1}
    monkeypatch.setitem(storages._storages, "files", away)
    with pytest.raises(StorageAway):
        attachment.blob.read()

    client.force_login(agency.manager)
    client.raise_request_exception = False
    assert client.get(reverse("file", args=[attachment.uid])).status_code == 503


def test_what_an_s3_address_says():
    options = s3_options("s3://k%2Fey:s%40cret@host:9000/bucket/a/b?scheme=http&region=eu-1")
    assert options == {
        "access_key": "k/ey",
        "secret_key": "s@cret",
        "endpoint_url": "http://host:9000",
        "region_name": "eu-1",
        "bucket_name": "bucket",
        "location": "a/b",
    }
    assert "s@cret" not in str(Bucket("s3://k:s%40cret@host/bucket"))


@pytest.mark.parametrize("address", ["s3://host/bucket", "s3://key:secret@host", "s3://"])
def test_half_an_s3_address_is_refused(address):
    with pytest.raises(ValueError, match="s3://KEY"):
        store_at(address)


def test_what_lies_half_written_in_a_folder_is_not_listed(tmp_path):
    (tmp_path / f"{storage.NEW}x").write_bytes(b"half")
    assert list(Folder(location=str(tmp_path)).entries()) == []
