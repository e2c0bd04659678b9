"""Mail addresses: checked, with domains in the form that the network knows."""

import re
import unicodedata
from email.header import Header
from email.utils import quote

from email_validator import EmailNotValidError, validate_email
from msgspec import Struct

_MAILBOX = re.compile(r'(?:"(?P<quoted>[^"<>]*)"|(?P<name>[^"<>]*?))\s*<(?P<address>[^<>]*)>')

#: Domains that never belong to anyone (RFC 2606, RFC 6761).
_RESERVED = {"example", "test", "invalid", "localhost", "example.com", "example.net", "example.org"}

#: Of what stands in one line of a header, e.g. name and address together (RFC 5322, 2.1.1).
_LONGEST = 500

#: Characters that a name in a header may have without quotes (RFC 5322, 3.2.3).
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


class HeaderText(str):
    """A text that fits into one line of a header: it has no line break or other control sign.

    An umlaut may come as one character or as a letter and its dots; here it is always one.
    """

    __slots__ = ()

    @classmethod
    def from_toml(cls, value: object) -> "HeaderText":
        """The text itself, when it is one line."""
        if not isinstance(value, str):
            raise ValueError(f"must be a text, not {value!r}")
        if len(value) > _LONGEST:
            raise ValueError(f"has {len(value)} characters, more than {_LONGEST}")
        if not is_line(value):
            raise ValueError(f"{value!r} has a line break or another control sign in it")
        if not value.strip():
            raise ValueError("the text is empty")
        return cls(unicodedata.normalize("NFC", value.strip()))


class Mailbox(Struct, frozen=True, kw_only=True):
    """Who writes or receives.

    Attributes:
        name: shown beside the address; may be empty.
        address: in ASCII; an internationalised domain is in its IDNA form.
    """

    name: str
    address: str

    @classmethod
    def from_toml(cls, value: object) -> "Mailbox":
        """Reads ``a@b.de`` or ``Name <a@b.de>``."""
        text = HeaderText.from_toml(value)
        if len(text) > _LONGEST:
            raise ValueError(f"has {len(text)} characters, more than {_LONGEST}")
        parts = _MAILBOX.fullmatch(text)
        name = (parts["quoted"] or parts["name"] or "") if parts else ""
        address = parts["address"] if parts else text
        try:
            checked = validate_email(address, check_deliverability=False, test_environment=True)
        except EmailNotValidError as fault:
            raise ValueError(f'"{address}" is not an address: {fault}') from None
        if checked.ascii_email is None:
            raise ValueError(
                f'"{address}" has other letters than ASCII before the @, '
                "which most mail servers do not take; ask for another address"
            )
        return cls(name=name.strip(), address=checked.ascii_email)

    @property
    def domain(self) -> str:
        """The part after the @, in lower case."""
        return self.address.rpartition("@")[2].casefold()

    @property
    def key(self) -> str:
        """The same for all spellings of one mailbox.

        A server may tell upper from lower case before the @ (RFC 5321, 2.4), but none is known
        that does, and nobody is to get a report twice because of a capital letter.
        """
        return self.address.casefold()

    @property
    def is_reserved(self) -> bool:
        """Whether it is made for examples and tests, so that nobody can read what is sent."""
        labels = self.domain.split(".")
        return bool({".".join(labels[-1:]), ".".join(labels[-2:])} & _RESERVED)

    def header(self) -> str:
        """As it stands in a header, in ASCII (RFC 5322, RFC 2047)."""
        if not self.name:
            return self.address
        if not is_plain(self.name):
            # A line with an encoded word has at most 76 characters (RFC 2047, 2).
            encoded = Header(self.name, "utf-8", maxlinelen=64).encode(linesep="\r\n")
            return f"{encoded}\r\n <{self.address}>"
        if _PLAIN_NAME.fullmatch(self.name):
            return f"{self.name} <{self.address}>"
        return f'"{quote(self.name)}" <{self.address}>'


def is_plain(text: str) -> bool:
    """Whether `text` can stand in a header as it is, and is not read as an encoded word."""
    return text.isascii() and "=?" not in text


def is_line(text: str) -> bool:
    """Whether `text` may stand in a header: no line break of any kind, no control sign."""
    return not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text)
