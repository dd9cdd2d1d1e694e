"""A load generator: threads with one keep-alive connection each, every reply checked."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Thread

WARM_UP = 1.0
END = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """What to send, and what its answer must be like: status, and words that stand in it."""

    data: bytes
    status: int = 200
    marks: bytes = b""


Make = Callable[[int], Request]


@dataclass
class Result:
    """What a load of one kind of request gave."""

    seconds: float
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    cpu: float = 0

    @property
    def cpu_ms(self) -> float:
        """Return the processor time of the server for one good answer, in milliseconds."""
        return 1000 * self.cpu / max(1, len(self.times))

    @property
    def rate(self) -> float:
        """Return good answers per second."""
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """Return the time in milliseconds within which *share* of the answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


def encode(method: str, path: str, cookie: str, body: bytes = b"", kind: str = "") -> bytes:
    """Return one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Accept: text/html"]
    if method == "POST":
        lines += [
            f"Content-Type: {kind or 'application/x-www-form-urlencoded'}",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def exchange(wire: socket.socket, data: bytes) -> tuple[int, bytes]:
    """Send one request and return status and body of the answer."""
    wire.sendall(data)
    received = b""
    while END not in received:
        piece = wire.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        received += piece
    head, _, body = received.partition(END)
    lower = head.lower()
    length = int(lower.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    pieces = [body]
    missing = length - len(body)
    while missing > 0:
        pieces.append(wire.recv(min(missing, 1 << 20)))
        missing -= len(pieces[-1])
    return int(head[9:12]), b"".join(pieces)


def ask(port: int, make: Make, numbers: Iterator[int], until: float, result: Result) -> None:
    """Send requests over one connection until the time is up."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=30)
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while time.perf_counter() < until:
        request = make(next(numbers))
        began = time.perf_counter()
        status, body = exchange(wire, request.data)
        took = time.perf_counter() - began
        if status == request.status and request.marks in body:
            result.times.append(took)
        else:
            result.wrong.append(f"{status}: {request.data[:60]!r}")
    wire.close()


def run(port: int, make: Make, *, seconds: float, connections: int, first: int = 0) -> Result:
    """Load the server on *port* with requests made by *make*, numbered from *first*."""
    result = Result(seconds)
    numbers = count(first)
    until = time.perf_counter() + seconds
    threads = [Thread(target=ask, args=(port, make, numbers, until, result)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return result
