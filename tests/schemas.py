"""What the program writes as JSON, against the schemas that it comes with."""

import json
from collections.abc import Sequence
from functools import cache

from jsonschema import Draft202012Validator

from tests.running import ROOT, Result

FOLDER = ROOT / "reportgen/schemas"


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def violations(name: str, content: object) -> Sequence[str]:
    """Where and how a content departs from a schema."""
    found = _validator(name).iter_errors(content)
    return [f"{error.json_path}: {error.message}" for error in found]


def events_of(result: Result) -> Sequence[dict[str, object]]:
    """The events of a run that keep to their schema, from the first to the last."""
    events = result.events
    assert [found for event in events if (found := violations("events-1", event))] == []
    assert [events[0]["event"], events[-1]["event"]] == ["started", "finished"]
    assert events[-1]["exit_code"] == result.code
    return events
