"""A server that speaks S3, inside the test process, on this machine only."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a bucket of its own, as FILES_S3 and BACKUP_TO take it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        bucket = f"sapat-{uuid.uuid4().hex[:8]}"
        boto3.client(
            "s3",
            endpoint_url=f"http://{host}:{port}",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        ).create_bucket(Bucket=bucket)
        yield f"s3://key:secret@{host}:{port}/{bucket}/sapat?scheme=http"
    finally:
        server.stop()
