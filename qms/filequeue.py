"""The embedded queue: kombu's queue on files, with messages that appear whole or not at all.

The library's own writes a message in place, so a worker that looks at the wrong moment finds half
of one and dies of it. Here a message is written beside and renamed.
"""

import json
import time
import uuid
from pathlib import Path

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

TRANSPORT_ALIASES["files"] = "qms.filequeue:Transport"
TRIES = 20


class Channel(filesystem.Channel):
    """Puts messages atomically, and waits for tables that another process is just writing."""

    def _put(self, queue, payload, **kwargs):
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        beside = folder / f".{name}.new"
        beside.write_text(dumps(payload))
        beside.replace(folder / name)

    def _get(self, queue):
        try:
            return super()._get(queue)
        except json.JSONDecodeError as error:  # left by a power cut: the next tick asks again
            raise filesystem.Empty from error

    def get_table(self, exchange):
        return patiently(lambda: super(Channel, self).get_table(exchange))

    def _queue_bind(self, *args):
        patiently(lambda: super(Channel, self)._queue_bind(*args))


def patiently(read):
    """What ``read`` gives, once whoever is writing the same table has ended."""
    for _try in range(TRIES):
        try:
            return read()
        except json.JSONDecodeError:
            time.sleep(0.05)
    return read()


class Transport(filesystem.Transport):
    """``files://``: the queue of an installation without Redis."""

    Channel = Channel
