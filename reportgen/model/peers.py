"""Cities like oneself: who they are, and who says so."""

from enum import StrEnum

from msgspec import Struct

from reportgen.model.dataset import City

#: A group of fewer would be a single other city.
FEWEST_PEERS = 2


class PeerOrigin(StrEnum):
    """Why these are the peers: chosen for this run, by the workbook, or nearest by figures."""

    CHOSEN = "chosen"
    WORKBOOK = "workbook"
    NEAREST = "nearest"


class PeerChoice(Struct, frozen=True, kw_only=True):
    """What a run says of peers; empty where the workbook or the figures decide.

    Attributes:
        cities: the peers of every city, itself left out.
        reference: one city that every city is compared with by name.
    """

    cities: tuple[City, ...] = ()
    reference: City | None = None


class Peers(Struct, frozen=True, kw_only=True):
    """The cities that one is compared with beside the mean of all, without itself.

    Attributes:
        cities: two or more, in the order of the workbook.
        origin: why they are peers.
        name: of their group in the workbook; empty elsewhere.
        indicators: number of economic indicators that the nearest were found by; 0 elsewhere.
    """

    cities: tuple[City, ...]
    origin: PeerOrigin
    name: str = ""
    indicators: int = 0
