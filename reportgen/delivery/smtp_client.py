"""The library's SMTP client, with limits to how long and how large a server's answers may be.

The library waits for each piece of an answer, and takes any number of lines: a server that sends a
byte now and then, or lines without end, would hold it for ever.
"""

import math
import smtplib
import time

#: Most bytes of an answer; RFC 5321, 4.5.3.1.5, has 512 a line, and servers say some twenty.
_LONGEST_REPLY = 65_536


class SmtpClient(smtplib.SMTP):
    """A client whose timeout is that of a whole answer.

    Attributes:
        deadline: no answer is waited for beyond it, on the clock of `time.monotonic`.
    """

    deadline: float = math.inf
    _unread: bytes = b""

    def getreply(self) -> tuple[int, bytes]:
        """The next answer: its code, -1 when it is none, and its lines.

        Raises:
            SMTPServerDisconnected: it does not come in time, or is too long; the connection is
                closed.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        timeout = self.sock.gettimeout()
        end = min(time.monotonic() + (timeout or math.inf), self.deadline)
        lines: list[bytes] = []
        try:
            while True:
                line = self._line(end, _LONGEST_REPLY - sum(map(len, lines)))
                lines.append(line[4:].strip(b" \t\r\n") + b"\n")
                code = int(line[:3]) if line[:3].isdigit() else -1
                if code == -1 or line[3:4] != b"-":
                    break
            self.sock.settimeout(timeout)
        except OSError as fault:
            self.close()
            raise smtplib.SMTPServerDisconnected(
                f"Connection unexpectedly closed: {fault}"
            ) from fault
        return code, b"".join(lines)[:-1]

    def _line(self, end: float, most: int) -> bytes:
        assert self.sock is not None
        while b"\n" not in self._unread:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self.sock.settimeout(left)
            if not (more := self.sock.recv(4096)):
                raise ConnectionError("the server has gone")
            self._unread += more
            if len(self._unread) > most:
                raise ConnectionError("its answer has no end")
        line, _, self._unread = self._unread.partition(b"\n")
        if len(line) > most:
            raise ConnectionError("its answer has no end")
        return line

    def docmd(self, cmd: str, args: str = "") -> tuple[int, bytes]:
        """Says a command and hears the answer."""
        reply = super().docmd(cmd, args)
        if cmd == "STARTTLS":
            # Anybody on the way may have put in what came before the line is secure (RFC 3207, 6).
            self._unread = b""
        return reply


class SmtpClientTls(SmtpClient, smtplib.SMTP_SSL):
    """The same over TLS from the start."""
