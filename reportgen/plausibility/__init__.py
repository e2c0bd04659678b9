"""Plausibility: figures that are well formed and probably wrong, by the rules of a layout."""

from reportgen.plausibility.check import Verdict, check_figures
from reportgen.plausibility.rules import RuleSet, read_rules

__all__ = ["RuleSet", "Verdict", "check_figures", "read_rules"]
