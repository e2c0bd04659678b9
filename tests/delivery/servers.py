"""Mail servers on loopback: a real one that can be told to make faults, and one that misbehaves."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from msgspec import Struct, field

#: An answer that lets things take their course.
FINE = "250 OK"


class PostOffice(Struct):
    """What a server got, and what it is to answer.

    Attributes:
        mail: every message it took on: its envelope's recipients and its content.
        rcpt: answers to single recipients, used up one after another.
        data: answers to whole messages, likewise.
        most: so many recipients it takes with one message.
        on_event: called with every recipient, and before and after a message is taken on.
    """

    mail: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    most: int = 1_000_000
    sessions: set[int] = field(default_factory=set)
    port: int = 0
    on_event: Callable[[], None] = lambda: None

    def got(self, address: str) -> int:
        """How many messages an address got."""
        return sum(recipients.count(address) for recipients, _ in self.mail)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.on_event()
        if len(envelope.rcpt_tos) >= self.most:
            return "452 4.5.3 Too many recipients"
        if answers := self.rcpt.get(address):
            answer = answers.pop(0)
            if answer != FINE:
                return answer
        envelope.rcpt_tos.append(address)
        return FINE

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.on_event()
        answer = self.data.pop(0) if self.data else FINE
        if answer == FINE:
            assert isinstance(envelope.original_content, bytes)
            self.mail.append((tuple(envelope.rcpt_tos), envelope.original_content))
            self.sessions.add(id(session))
        self.on_event()
        return answer


@contextmanager
def post_office(
    *,
    certificate: ssl.SSLContext | None = None,
    implicit: bool = False,
    users: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    size: int = 0,
) -> Iterator[PostOffice]:
    """A server on a free port of 127.0.0.1, in a thread of its own.

    Args:
        certificate: makes it offer STARTTLS, or with `implicit` speak TLS from the start.
        implicit: see there.
        users: their passwords; without any, nobody needs to log in.
        without: ways to log in that it does not offer.
        size: of the largest message it takes.
    """
    office = PostOffice()
    loop = asyncio.new_event_loop()

    def log_in(_s: Any, _se: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = (users or {}).get(data.login.decode())
        fine = known is not None and known.encode() == data.password
        return AuthResult(success=fine, handled=False)

    def factory() -> SMTP:
        return SMTP(
            office,
            loop=loop,
            hostname="post.office",
            data_size_limit=size or None,
            tls_context=None if implicit else certificate,
            require_starttls=bool(certificate and not implicit),
            authenticator=log_in if users else None,
            auth_exclude_mechanism=without,
            auth_required=bool(users),
            auth_require_tls=not implicit,
        )

    server = loop.run_until_complete(
        loop.create_server(factory, "127.0.0.1", 0, ssl=certificate if implicit else None)
    )
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)


class Peer:
    """One connection of a client to a server that misbehaves."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.file = connection.makefile("rb")

    def close(self) -> None:
        self.file.close()
        self.connection.close()

    def secure(self, context: ssl.SSLContext) -> None:
        """Goes on over TLS."""
        self.file.close()
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def hear(self) -> str:
        return self.file.readline().decode().strip()

    def polite(self, until: str) -> str:
        """Answers as it should, until a command that begins so; returns that."""
        self.say("220 odd.server")
        while line := self.hear():
            if line.upper().startswith(until):
                return line
            self.say(FINE)
        return ""

    def read_message(self) -> None:
        """Reads on until the line with the final dot."""
        while self.file.readline() not in {b".\r\n", b""}:
            pass

    def wait_for_end(self) -> None:
        """Waits until the client has gone."""
        with suppress(OSError):
            while self.connection.recv(65536):
                pass


def after_the_dot(peer: Peer) -> None:
    """Takes a whole message, and cuts the connection instead of an answer."""
    peer.polite(until="DATA")
    peer.say("354 go on")
    peer.read_message()


class Odd(Struct):
    """A server that misbehaves: its port, and how many have connected."""

    port: int
    connections: int = 0


@contextmanager
def odd_server(behave: Callable[[Peer], None]) -> Iterator[Odd]:
    """A server on a free port; `behave` plays it for each connection, which is then cut."""
    listening = socket.create_server(("127.0.0.1", 0))
    # A small buffer, so that what a server does not read stays with the client.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    odd = Odd(listening.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            odd.connections += 1
            peer = Peer(connection)
            with suppress(OSError):
                behave(peer)
            peer.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield odd
    finally:
        # Wakes the thread that waits for the next one.
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)
