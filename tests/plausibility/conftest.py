"""What tests of rules have in common: the example workbook and the rules of its layout."""

import pytest

from reportgen.layout.load import load_layout
from reportgen.model import Dataset
from reportgen.plausibility import RuleSet, read_rules
from reportgen.workbook import load_workbook
from tests.workbooks import WORKBOOK


@pytest.fixture(scope="package")
def right() -> Dataset:
    return load_workbook(WORKBOOK)


@pytest.fixture(scope="package")
def rule_set() -> RuleSet:
    return read_rules(load_layout())
