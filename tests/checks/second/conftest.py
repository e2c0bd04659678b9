"""Reports that other programs read."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reportgen.layout.load import Layout
from reportgen.model import Profile
from reportgen.pipeline import build_report

#: Makes the digital edition of a city, by slug and language; with its data inside, or not.
Make = Callable[[str, str, bool], bytes]


@pytest.fixture
def make(cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path) -> Make:
    return lambda slug, language, attach_data: (
        build_report(cities[slug], layouts[language], portraits, attach_data=attach_data).pdf
    )


@pytest.fixture
def duesseldorf(make: Make) -> bytes:
    """The German report of the golden file."""
    return make("duesseldorf", "de", False)
