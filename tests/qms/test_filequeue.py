"""The embedded queue: no half message is ever read, and none is lost, however many write."""

import threading

import pytest
from kombu import Connection

from qms import filequeue


@pytest.fixture
def connect(tmp_path):
    for folder in ("messages", "control"):
        (tmp_path / folder).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }
    return lambda: Connection("files://", transport_options=options)


def test_many_writers_and_a_reader_that_polls(connect):
    sent, got = 60, []

    def write(n):
        with connect() as link, link.SimpleQueue("work") as queue:
            for m in range(sent // 3):
                queue.put({"n": n, "m": m, "text": "Ө" * 20000})

    writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    with connect() as link, link.SimpleQueue("work") as queue:
        for writer in writers:
            writer.start()
        while len(got) < sent:
            message = queue.get(timeout=10)
            message.ack()
            got.append((message.payload["n"], message.payload["m"]))
    for writer in writers:
        writer.join()

    assert sorted(got) == [(n, m) for n in range(3) for m in range(sent // 3)]


def test_half_a_message_does_not_stop_the_reader(connect, tmp_path):
    with connect() as link, link.SimpleQueue("half") as queue:
        (tmp_path / "messages" / "0_half.half.msg").write_text('{"body": "tor')
        queue.put("whole")

        for _look in range(3):
            try:
                message = queue.get(timeout=2)
                break
            except queue.Empty:
                continue

    assert message.payload == "whole"


def test_a_message_is_put_under_its_name_only_when_it_is_whole(connect, tmp_path, monkeypatch):
    def crash(payload):
        raise OSError("No space left on device")

    monkeypatch.setattr(filequeue, "dumps", crash)
    with (
        connect() as link,
        link.SimpleQueue("crash") as queue,
        pytest.raises(OSError, match="space"),
    ):
        queue.put("lost")

    assert not list((tmp_path / "messages").glob("*.msg"))
