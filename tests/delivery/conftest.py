"""What the tests of delivery share."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from reportgen.layout.load import Layout
from tests.delivery.certificates import Owner
from tests.delivery.making import Office, forget_settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_settings(monkeypatch)


@pytest.fixture
def office(tmp_path: Path, german: Layout) -> Callable[..., Office]:
    """Makes an office that sends to the given recipients of cities."""

    def make(cities: Mapping[str, Sequence[str]] | None = None, mail: str = "") -> Office:
        return Office(tmp_path, german, cities or {"Köln": ["amt@koeln-amt.de"]}, mail)

    return make


@pytest.fixture(scope="session")
def authority() -> Owner:
    return Owner.authority()


@pytest.fixture(scope="session")
def ca_file(authority: Owner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority.pem(tmp_path_factory.mktemp("ca") / "ca.pem")


@pytest.fixture
def tls_of(tmp_path: Path) -> Callable[[Owner], ssl.SSLContext]:
    """What a server with that certificate needs."""

    def make(owner: Owner) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(owner.pem(tmp_path / "server.pem", with_key=True))
        return context

    return make
