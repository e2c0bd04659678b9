"""A real server of S3 on this machine, as a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import fsspec
import pytest

_KEY, _SECRET = "AKIAOFATEST", "secret-of-a-test"
BUCKET = "reports"

_SERVER = "from moto.server import main; import sys; main(['-p', sys.argv[1]])"


@contextmanager
def s3_server() -> Iterator[str]:
    """A server with an empty bucket, which the environment names.

    Yields:
        What must never be shown.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", address)
            patch.setenv("AWS_ACCESS_KEY_ID", _KEY)
            patch.setenv("AWS_SECRET_ACCESS_KEY", _SECRET)
            patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
            where = {"LocationConstraint": "eu-central-1"}
            client = boto3.client("s3")
            client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
            client.close()
            fsspec.get_filesystem_class("s3").clear_instance_cache()
            yield _SECRET
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not start")
