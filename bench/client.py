"""A small closed-loop client: so many connections, each with one request under way, over loopback.

It reads no more of an answer than its status and length, so that the server is what is measured.
"""

import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psutil

HOST = "127.0.0.1"
CONNECT_TIMEOUT_S = 10.0
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "
_MOST_TRIES = 400

Request = bytes
NextRequest = Callable[[], Request]


class UnexpectedAnswerError(RuntimeError):
    """The server answered otherwise than the measured page should."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes


@dataclass(slots=True)
class Sample:
    """One stretch of measuring: how long it took, and each answer's time and size."""

    elapsed_s: float
    latencies_s: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies_s) / self.elapsed_s


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=CONNECT_TIMEOUT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._wanted = 0
        self.began_at = 0.0

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def send(self, request: Request) -> None:
        """Send a request whose answer has not been waited for."""
        self._received.clear()
        self._wanted = 0
        self.began_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; says whether the answer is whole.

        Raises:
            UnexpectedAnswerError: the server hung up.
        """
        part = self.socket.recv(1 << 18)
        if not part:
            raise UnexpectedAnswerError("the server closed the connection")
        self._received += part
        if not self._wanted:
            self._wanted = _whole_length(self._received)
        return bool(self._wanted) and len(self._received) >= self._wanted

    def answer(self) -> Answer:
        """The answer that has come."""
        head, _end, body = bytes(self._received).partition(_END_OF_HEAD)
        return Answer(self.status, head, body)

    @property
    def status(self) -> int:
        """The status of the answer that has come."""
        return int(self._received[9:12])

    @property
    def size(self) -> int:
        """The length of the answer that has come."""
        return self._wanted

    def ask(self, request: Request) -> Answer:
        """Send a request and wait for its answer."""
        self.send(request)
        while not self.receive():
            pass
        return self.answer()


def _whole_length(received: bytearray) -> int:
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return 0
    head = bytes(received[:end]).lower()
    at = head.find(_LENGTH)
    length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return end + len(_END_OF_HEAD) + length


@contextmanager
def connections(port: int, workers: Sequence[int], per_worker: int) -> Iterator[list[Connection]]:
    """As many connections to each worker process, so that no worker idles while another queues."""
    with ExitStack() as stack:
        held: dict[int, list[Connection]] = {worker: [] for worker in workers}
        for _ in range(_MOST_TRIES):
            if all(len(own) >= per_worker for own in held.values()):
                break
            connection = Connection(port)
            stack.callback(connection.close)
            connection.ask(b"GET /static/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
            owner = _owner(connection, workers)
            if owner is not None and len(held[owner]) < per_worker:
                held[owner].append(connection)
        yield [each for own in held.values() for each in own[:per_worker]]


def _owner(connection: Connection, workers: Sequence[int]) -> int | None:
    here = connection.socket.getsockname()[1]
    for worker in workers:
        for each in psutil.Process(worker).net_connections("tcp"):
            if each.raddr and each.raddr.port == here:
                return worker
    return None


def measure(
    held: Sequence[Connection], next_request: NextRequest, *, seconds: float, status: int
) -> Sample:
    """Keep every connection busy for so long.

    Raises:
        UnexpectedAnswerError: an answer had another status.
    """
    sample = Sample(0.0)
    with selectors.DefaultSelector() as selector:
        for connection in held:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next_request())
        began_at = time.perf_counter()
        waiting = len(held)
        while waiting:
            for key, _events in selector.select():
                connection = key.data
                if not connection.receive():
                    continue
                now = time.perf_counter()
                if connection.status != status:
                    raise UnexpectedAnswerError(connection.answer().head.decode("latin-1"))
                sample.latencies_s.append(now - connection.began_at)
                sample.sizes.append(connection.size)
                if now - began_at < seconds:
                    connection.send(next_request())
                else:
                    waiting -= 1
        sample.elapsed_s = time.perf_counter() - began_at
    return sample
