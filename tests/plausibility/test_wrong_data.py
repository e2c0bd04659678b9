"""What officers deliver wrongly is told, by the rule that is meant for it."""

from collections.abc import Callable

import pytest

from reportgen.model import Dataset
from reportgen.plausibility import RuleSet, check_figures
from tests.plausibility.wrong import ALL


@pytest.mark.parametrize(
    ("make", "rule", "word"), [case[1:] for case in ALL], ids=[case[0] for case in ALL]
)
def test_a_wrong_dataset_is_told_by_its_rule(
    make: Callable[[Dataset], Dataset], rule: str, word: str, right: Dataset, rule_set: RuleSet
) -> None:
    doubts = check_figures(make(right), rule_set).doubts

    told = [doubt for doubt in doubts if doubt.rule == rule]
    assert told, [(doubt.rule, doubt.message) for doubt in doubts]
    assert any(word in doubt.message for doubt in told), [doubt.message for doubt in told]
    assert len(doubts) <= 35, [(doubt.rule, doubt.message) for doubt in doubts]


def test_there_are_more_than_sixty_wrong_datasets() -> None:
    assert len({case[0] for case in ALL}) > 60
