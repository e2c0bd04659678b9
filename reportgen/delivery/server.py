"""Where mails are handed over, and how the way there is protected."""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from reportgen.credentials import Secret, look_up
from reportgen.errors import DeliveryError, Problem, did_you_mean, reason_of
from reportgen.input_file import InputKind, read_input


class Security(StrEnum):
    """How the connection is protected; certificates are always verified."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


#: Ports for mail that is handed in (RFC 8314, 3.3; RFC 6409; RFC 5321).
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class Server(Struct, frozen=True, kw_only=True):
    """A mail server.

    Attributes:
        user: empty when the server wants no login.
        ca_file: certificates to trust instead of the system's, for an authority of one's own.
        timeout: seconds to wait for an answer.
        final_timeout: seconds to wait for the answer to a whole message; a server may look for
            viruses meanwhile, and RFC 5321, 4.5.3.2.6, wants ten minutes.
        handover_timeout: seconds for all that comes before that: recipients and content.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    ca_file: Path | None = None
    timeout: float = 60
    final_timeout: float = 600
    handover_timeout: float = 1200


def load_server() -> Server:
    """The server that environment or keyring name: `REPORTGEN_SMTP_HOST` and so on.

    Raises:
        DeliveryError: with every problem: none is named, or a setting is impossible.
    """
    host, user, ca_file = look_up("smtp-host"), look_up("smtp-user"), look_up("smtp-ca-file")
    password = Secret(look_up("smtp-password")) if user else Secret("")
    problems: list[Problem] = []
    if not host:
        hint = "set REPORTGEN_SMTP_HOST, or `keyring set reportgen smtp-host`; try --dry-run"
        problems.append(_problem("no-server", "no mail server is named", "HOST", hint))
    if user and not password:
        hint = "set REPORTGEN_SMTP_PASSWORD, or `keyring set reportgen smtp-password`"
        problems.append(_problem("no-password", "the user has no password", "PASSWORD", hint))
    security = _security(user, problems)
    port = _port(security, problems)
    if ca_file:
        try:
            read_input(Path(ca_file), InputKind.KEY)
        except OSError as fault:
            message = f"{ca_file} cannot be read: {reason_of(fault)}"
            problems.append(_problem("impossible-setting", message, "CA_FILE", ""))
    if problems:
        raise DeliveryError(*problems)
    return Server(
        host=host,
        port=port,
        security=security,
        user=user,
        password=password,
        ca_file=Path(ca_file) if ca_file else None,
    )


def _security(user: str, problems: list[Problem]) -> Security:
    wish = look_up("smtp-security") or Security.STARTTLS
    if wish not in {*Security}:
        message, hint = f'"{wish}" is not known here', did_you_mean(wish, Security)
        problems.append(_problem("impossible-setting", message, "SECURITY", hint))
        return Security.TLS
    if wish == Security.NONE and user:
        message = "a password is never sent over a connection that anybody can read"
        problems.append(_problem("impossible-setting", message, "SECURITY", "use starttls or tls"))
    return Security(wish)


def _port(security: Security, problems: list[Problem]) -> int:
    port = look_up("smtp-port") or str(_PORTS[security])
    if port.isdecimal() and len(port) < 6 and 0 < int(port) < 65536:
        return int(port)
    problems.append(_problem("impossible-setting", f'"{port}" is no port', "PORT", ""))
    return _PORTS[security]


def _problem(code: str, message: str, name: str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=f"REPORTGEN_SMTP_{name}", hint=hint)
