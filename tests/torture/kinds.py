"""The kinds of hostile input, by name."""

from collections.abc import Mapping

from hypothesis.strategies import SearchStrategy

from tests.torture.arguments import attempts as arguments
from tests.torture.attempt import Attempt

KINDS: Mapping[str, SearchStrategy[Attempt]] = {
    "arguments": arguments(),
}
