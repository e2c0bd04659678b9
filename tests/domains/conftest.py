"""The profiles of the second domain that comes with the program, and its layout."""

from collections.abc import Mapping

import pytest

from reportgen.layout.load import Layout, load_layout
from reportgen.model import Dataset, Profile
from reportgen.pipeline import build_profiles
from reportgen.workbook import load_workbook
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK


@pytest.fixture(scope="package")
def districts() -> Dataset:
    return load_workbook(YOUTH_WORKBOOK)


@pytest.fixture(scope="package")
def district_profiles(districts: Dataset) -> Mapping[str, Profile]:
    return {profile.city.slug: profile for profile in build_profiles(districts)}


@pytest.fixture(scope="package")
def youth() -> Mapping[str, Layout]:
    return {language: load_layout("district-youth", language) for language in ("de", "en")}
