"""The product served to a browser: on a free port of this machine, in a thread of the test."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

POLL_INTERVAL_S = 0.02
LONGEST_ANSWER_S = 10.0
LOOPBACK = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request; errors still reach the log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave the request unlogged."""


class Counted:
    """An app that knows how many of its answers are under way.

    The server's threads cannot be waited for instead: a browser holds spare connections open.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._under_way = 0
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._changed:
            self._under_way += 1
        try:
            return ClosingIterator(self._app(environ, start_response), [self._leave])
        except BaseException:
            self._leave()
            raise

    def wait_until_idle(self) -> None:
        """Return when the last answer is sent; a test whose answer never ends fails here."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._under_way == 0, timeout=LONGEST_ANSWER_S):
                message = f"{self._under_way} answers were still under way"
                raise AssertionError(message)

    def _leave(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()


@contextlib.contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """The address of `app`, served until the block ends and its last answer is sent.

    The address says `localhost`, which browsers hold to be as safe as https.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    counted = Counted(app)
    server = make_server(LOOPBACK, 0, counted, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": POLL_INTERVAL_S}, daemon=True
    )
    thread.start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        counted.wait_until_idle()
