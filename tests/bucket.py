"""A small server on this machine that answers as an S3 store does, for one bucket."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

KEPT_ON = "Sun, 01 Mar 2026 08:00:00 GMT"
KEY = re.compile(r"<Key>([^<]*)</Key>")


@dataclass
class Bucket:
    """What it keeps by path, how many requests were not signed, and whether it fails."""

    url: str = ""
    kept: dict[str, bytes] = field(default_factory=dict)
    unsigned: int = 0
    is_broken: bool = False

    def listed(self) -> bytes:
        """All keys, as the store tells them."""
        rows = "".join(
            f"<Contents><Key>{path.split('/', 2)[2]}</Key><Size>{len(body)}</Size>"
            "<LastModified>2026-03-01T08:00:00.000Z</LastModified><ETag>x</ETag></Contents>"
            for path, body in self.kept.items()
        )
        head = "<ListBucketResult><IsTruncated>false</IsTruncated>"
        return f"{head}{rows}</ListBucketResult>".encode()

    def delete(self, asked: str, *, bucket: str) -> bytes:
        """Take away what a list of keys names."""
        keys = KEY.findall(asked)
        for key in keys:
            self.kept.pop(f"{bucket}/{key}", None)
        rows = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return f"<DeleteResult>{rows}</DeleteResult>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers for `bucket`."""

    bucket: Bucket

    def do_PUT(self) -> None:  # noqa: N802
        path, body = self._asked()
        if not self.bucket.is_broken:
            self.bucket.kept[path] = body
        self._answer(200)

    def do_GET(self) -> None:  # noqa: N802
        path, _body = self._asked()
        if "list-type=2" in self.path:
            self._answer(200, self.bucket.listed())
        elif path in self.bucket.kept:
            self._answer(200, self.bucket.kept[path])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_POST(self) -> None:  # noqa: N802
        path, body = self._asked()
        if self.bucket.is_broken:
            self._answer(500)
        else:
            self._answer(200, self.bucket.delete(body.decode(), bucket=path.rstrip("/")))

    def _asked(self) -> tuple[str, bytes]:
        signed = "AWS4-HMAC-SHA256" in self.headers.get("Authorization", "")
        self.bucket.unsigned += not signed
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        return unquote(urlsplit(self.path).path), body

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(500 if self.bucket.is_broken else status)
        for name, value in {"Last-Modified": KEPT_ON, "ETag": '"x"'}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def bucket_server() -> Iterator[Bucket]:
    """The bucket, until the test has ended."""
    bucket = Bucket()
    handler = type("OwnHandler", (Handler,), {"bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    bucket.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
