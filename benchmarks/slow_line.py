"""A slow line: a proxy on 127.0.0.1 that passes all on, each piece half a round trip later."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 65_536  # bytes


@contextmanager
def slow_line(address: str, round_trip: float) -> Iterator[str]:
    """The address at which a server answers `round_trip` ms later than at its own."""
    if not round_trip:
        yield address
        return
    server = urlsplit(address)
    loop = asyncio.new_event_loop()
    line = _Line(server.hostname or "", server.port or 80, round_trip / 2000)
    port = loop.run_until_complete(line.open())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


class _Line:
    """Every connection is two streams of pieces; a piece leaves `delay` seconds after it came."""

    def __init__(self, host: str, port: int, delay: float) -> None:
        self.host, self.port, self.delay = host, port, delay

    async def open(self) -> int:
        """Listen on a free port and return it."""
        self.server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        return int(self.server.sockets[0].getsockname()[1])

    async def _connect(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        far, ask = await asyncio.open_connection(self.host, self.port)
        await asyncio.gather(self._carry(near, ask), self._carry(far, answer))

    async def _carry(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        try:
            while piece := await source.read(PIECE):
                loop.call_later(self.delay, goal.write, piece)
        except ConnectionError:
            pass  # a page that is closed hangs up
        loop.call_later(self.delay, goal.close)
