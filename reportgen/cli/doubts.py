"""Implausible values for a person and for a program."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from reportgen.cli import console
from reportgen.cli.console import MAX_WARNINGS_PER_CODE, Verbosity
from reportgen.errors import Problem, Severity
from reportgen.messages import translated
from reportgen.model import Doubt
from reportgen.plausibility import Verdict

#: So many cells of a doubt are named.
_CELLS = 4


def report_doubts(verdict: Verdict, file: str, verbosity: Verbosity) -> None:
    """Tells the first doubts of each rule, and counts the others."""
    told: Counter[str] = Counter()
    for doubt in verdict.doubts:
        told[doubt.rule] += 1
        if verbosity.verbose or told[doubt.rule] <= MAX_WARNINGS_PER_CODE:
            more = len(doubt.cells) - _CELLS
            cells = ", ".join(doubt.cells[:_CELLS])
            cells += translated(f" and {more} more") if more > 0 else ""
            console.say_as_is(f"{console.marked(doubt.severity, doubt.rule)}: {doubt.message}")
            console.say_as_is(f"  --> {file}, {cells}")
            console.say_as_is(f"  {translated('hint', 'word')}: {doubt.why}")
    if not verbosity.verbose:
        for rule, count in verdict.counts.items():
            if (more := count - MAX_WARNINGS_PER_CODE) > 0:
                warning = console.marked(Severity.WARNING, rule)
                rest = translated(f"{more} more of this kind; -v shows them")
                console.say_as_is(f"{warning}: {rest}")


def summary_of(verdict: Verdict) -> str:
    """For example ``2 implausible values, 1 confirmed``; empty when there is nothing to tell."""
    if not (verdict.doubts or verdict.confirmed):
        return ""
    count = console.counted(len(verdict.doubts), "implausible value")
    number = len(verdict.confirmed)
    return translated(f"{count}, {number} confirmed") if number else count


def as_json(problems: Sequence[Problem], verdict: Verdict | None) -> str:
    """Problems, doubts and their number by rule."""
    content: dict[str, Any] = {
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "message": translated(problem.message),
                "where": console.place(problem.where),
                "hint": translated(problem.hint),
            }
            for problem in problems
        ],
        "doubts": [_entry(doubt, is_confirmed=False) for doubt in verdict.doubts]
        + [_entry(doubt, is_confirmed=True) for doubt in verdict.confirmed]
        if verdict
        else [],
        "counts": dict(verdict.counts) if verdict else {},
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _entry(doubt: Doubt, *, is_confirmed: bool) -> dict[str, Any]:
    return {
        "rule": doubt.rule,
        "severity": doubt.severity,
        "city": doubt.city,
        "year": doubt.year,
        "cells": doubt.cells,
        "value": doubt.value,
        "message": doubt.message,
        "why": doubt.why,
        "confirmed": is_confirmed,
        "confirmed_for": doubt.past_value or None,
    }
