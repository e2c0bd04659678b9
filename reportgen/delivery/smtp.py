"""The only place that speaks SMTP (RFC 5321): one connection, one message after another.

What matters is to know what became of a message when something breaks. A server takes on a message
with its answer to the final dot. Until that dot has left, the message is certainly not sent; from
then on, and until an answer comes, nobody knows. The standard library's `sendmail` does not
distinguish these, so each step is taken here.
"""

import base64
import contextlib
import math
import re
import smtplib
import ssl
import time
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from reportgen.delivery.server import Security, Server
from reportgen.delivery.smtp_client import SmtpClient, SmtpClientTls

#: A server's answers are cut here; they are for people to read.
_LONGEST_ANSWER = 500

#: So many bytes of a message must get through before time is up; a slow line needs long for all.
_CHUNK_BYTES = 65536

#: A size that a server names has fewer digits.
_DIGITS = 20

#: How servers say that a message has enough recipients (RFC 5321, 4.5.3.1.10).
_TOO_MANY = re.compile(r"452|552\b.*too many", re.IGNORECASE)


class SmtpOutcome(StrEnum):
    """What became of a message for one recipient.

    `NEXT` (with another message, at once), `LATER` (try again after a pause) and `REFUSED` (final)
    mean that it was certainly not sent.
    """

    SENT = "sent"
    NEXT = "next"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Reply(Struct, frozen=True):
    """An outcome, and the server's words or what went wrong."""

    outcome: SmtpOutcome
    answer: str


#: For recipients that the server would have taken with another message.
_NEXT = Reply(SmtpOutcome.NEXT, "the server took no more recipients at once")


class NoConnectionError(Exception):
    """There is no connection over which a message could be sent.

    Attributes:
        passing: whether it is worth trying again.
    """

    def __init__(self, answer: str, *, passing: bool) -> None:
        self.passing = passing
        super().__init__(answer)


class Connection:
    """A connection to a server; it is made when it is needed, and again after it broke.

    Attributes:
        is_in_doubt: whether the final dot of the last message has left, so that the server may
            have taken it on even if nobody heard the answer.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client: SmtpClient | None = None
        self.is_in_doubt = False

    def open(self) -> None:
        """Connects, secures the connection and logs in, unless that is done and still holds.

        Raises:
            NoConnectionError: with the reason.
        """
        if self._client is not None:
            with contextlib.suppress(OSError):
                if self._client.noop()[0] == 250:
                    return
            self._drop()
        try:
            self._client = self._connected()
        except ssl.SSLCertVerificationError as fault:
            reason = f"the server's certificate is not to be trusted: {fault.verify_message}"
            raise NoConnectionError(reason, passing=False) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as fault:
            reason = f"the connection broke while it was secured: {_reason(fault)}"
            raise NoConnectionError(reason, passing=True) from None
        except ssl.SSLError as fault:
            reason = f"the connection cannot be secured: {fault.reason or fault}"
            raise NoConnectionError(reason, passing=False) from None
        except smtplib.SMTPNotSupportedError as fault:
            raise NoConnectionError(str(fault), passing=False) from None
        except smtplib.SMTPResponseException as fault:
            answer = self._said(fault.smtp_code, fault.smtp_error)
            raise NoConnectionError(answer, passing=fault.smtp_code < 500) from None
        except UnicodeError:
            reason = f"{self._server.host} is not the name of a server"
            raise NoConnectionError(reason, passing=False) from None
        except OSError as fault:
            reason = f"no connection to {self._server.host}:{self._server.port}: {_reason(fault)}"
            raise NoConnectionError(reason, passing=True) from None

    def send(self, sender: str, recipients: Sequence[str], content: bytes) -> dict[str, Reply]:
        """Hands one message over, once; the connection must be open.

        Args:
            sender: address that failures are returned to.
            recipients: addresses.
            content: the message; lines end with CRLF.

        Returns:
            For each recipient what became of it.
        """
        assert self._client is not None
        self.is_in_doubt = False
        replies: dict[str, Reply] = {}
        try:
            end = self._exchange(self._client, sender, recipients, content, replies)
        except OSError as fault:
            self._drop()
            outcome = SmtpOutcome.UNKNOWN if self.is_in_doubt else SmtpOutcome.LATER
            end = Reply(outcome, f"the connection broke: {_reason(fault)}")
        except BaseException:
            self._drop()
            raise
        return dict.fromkeys(recipients, end) | replies

    def close(self) -> None:
        """Takes leave of the server."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.quit()
            self._drop()

    def _exchange(
        self,
        client: SmtpClient,
        sender: str,
        recipients: Sequence[str],
        content: bytes,
        replies: dict[str, Reply],
    ) -> Reply:
        """Puts into `replies` who was not taken; returns what holds for all others."""
        client.deadline = time.monotonic() + self._server.handover_timeout
        limit = client.esmtp_features.get("size", "")
        if limit.isdecimal() and len(limit) < _DIGITS and 0 < int(limit) < len(content):
            answer = f"the server takes {limit} bytes, the message has {len(content)}"
            return Reply(SmtpOutcome.REFUSED, answer)
        options = [f"SIZE={len(content)}"] if "size" in client.esmtp_features else []
        begun = self._reply(client.mail(sender, options))
        if begun.outcome is not SmtpOutcome.SENT:
            return self._abandoned(client, begun)
        taken = 0
        for recipient in recipients:
            reply = self._reply(client.rcpt(recipient))
            if reply.outcome is SmtpOutcome.SENT:
                taken += 1
                continue
            replies[recipient] = reply
            if taken and _TOO_MANY.match(reply.answer):
                # The others come with the next message.
                replies |= dict.fromkeys(recipients[recipients.index(recipient) :], _NEXT)
                break
        if not taken:
            return self._abandoned(client, _NEXT)
        ready = self._reply(client.docmd("DATA"), go_on=354)
        if ready.outcome is not SmtpOutcome.SENT:
            return self._abandoned(client, ready)
        stuffed = re.sub(rb"(?m)^\.", b"..", content)
        for start in range(0, len(stuffed), _CHUNK_BYTES):
            if time.monotonic() > client.deadline:
                raise TimeoutError("timed out")
            client.send(stuffed[start : start + _CHUNK_BYTES])
        assert client.sock is not None
        client.deadline = math.inf
        client.sock.settimeout(self._server.final_timeout)
        self.is_in_doubt = True
        client.send(b".\r\n")
        end = self._reply(client.getreply())
        client.sock.settimeout(self._server.timeout)
        return end

    def _abandoned(self, client: SmtpClient, reply: Reply) -> Reply:
        """Ends a transaction in which no message was handed over."""
        client.deadline = math.inf
        # A server may say no and close; its answer holds all the same.
        with contextlib.suppress(OSError):
            client.rset()
        return reply

    def _reply(self, reply: tuple[int, bytes], go_on: int = 0) -> Reply:
        code, text = reply
        answer = self._said(code, text)
        if code == 421:
            # The server took nothing, and closes the connection (RFC 5321, 3.8).
            self.is_in_doubt = False
            raise smtplib.SMTPServerDisconnected(answer)
        match code // 100:
            case 2 if not go_on:
                return Reply(SmtpOutcome.SENT, answer)
            case 3 if code == go_on:
                return Reply(SmtpOutcome.SENT, answer)
            case 5 if not _TOO_MANY.match(answer):
                return Reply(SmtpOutcome.REFUSED, answer)
            case 4 | 5:
                return Reply(SmtpOutcome.LATER, answer)
        raise smtplib.SMTPServerDisconnected(f"the server does not speak SMTP: {answer}")

    def _connected(self) -> SmtpClient:
        server = self._server
        context = ssl.create_default_context(cafile=server.ca_file)
        if server.security is Security.TLS:
            client: SmtpClient = SmtpClientTls(
                server.host, server.port, timeout=server.timeout, context=context
            )
        else:
            client = SmtpClient(server.host, server.port, timeout=server.timeout)
        try:
            _greet(client)
            if server.security is Security.STARTTLS:
                client.starttls(context=context)
                _greet(client)
            if server.user:
                self._log_in(client)
        except BaseException:
            client.close()
            raise
        return client

    def _log_in(self, client: SmtpClient) -> None:
        """RFC 4954; by our own hand, since the library's takes ASCII passwords only."""
        offered = client.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, answer = client.docmd("AUTH", "PLAIN " + self._encoded("\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, answer = client.docmd("AUTH", "LOGIN " + self._encoded("{user}"))
            if code == 334:
                code, answer = client.docmd(self._encoded("{password}"))
        else:
            raise smtplib.SMTPNotSupportedError("the server offers no login with a password")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, answer)

    def _encoded(self, form: str) -> str:
        secret = self._server.password.reveal()
        return base64.b64encode(
            form.format(user=self._server.user, password=secret).encode()
        ).decode()

    def _said(self, code: int, text: bytes | str) -> str:
        """A server's answer in one line, without what it may have repeated of our password."""
        words = text.decode(errors="replace") if isinstance(text, bytes) else text
        line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
        encoded = (self._encoded(form) for form in ("{password}", "\0{user}\0{password}"))
        line = self._server.password.hide_in(line, *encoded) if self._server.password else line
        return f"{code} {line}"[:_LONGEST_ANSWER]

    def _drop(self) -> None:
        """Closes without a word, so that a message without its final dot is discarded."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _greet(client: SmtpClient) -> None:
    code, answer = client.ehlo()
    if code != 250:
        raise smtplib.SMTPHeloError(code, answer)


def _reason(fault: OSError) -> str:
    return fault.strerror or str(fault) or type(fault).__name__
