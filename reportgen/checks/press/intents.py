"""Rules about output intents: the press that the inks are meant for (14.11.5)."""

from collections.abc import Iterator
from dataclasses import replace

from pikepdf import Array, Dictionary, Name, Object, Stream

from reportgen.checks.press.rule import archive_rule, press_rule
from reportgen.errors import Problem
from reportgen.layout.icc import wrongs_of_press_profile

_MISSING = press_rule("press-intent-missing", "14.11.5")
_REPEATED = press_rule("press-intent-repeated", "14.11.5")
_CONDITION = press_rule("condition-missing", "14.11.5")
_PROFILE = press_rule("intent-profile", "14.11.5")
_ARCHIVE = archive_rule("intent-missing", "6.2.4.3")
_SHARED = archive_rule("profiles-differ", "6.2.3")


def check_intents(root: Object) -> Iterator[Problem]:
    """Checks the output intents of a document.

    Args:
        root: its catalog.
    """
    listed = root.get("/OutputIntents", Array())
    intents = [i for i in listed if isinstance(i, Dictionary)] if isinstance(listed, Array) else []
    press = [intent for intent in intents if intent.get("/S") == Name.GTS_PDFX]
    if not press:
        yield _MISSING.problem("the file does not say for which press it is made (GTS_PDFX)")
    elif len(press) > 1:
        yield _REPEATED.problem(f"the file is made for {len(press)} presses at once (GTS_PDFX)")
    if not any(intent.get("/S") == Name.GTS_PDFA1 for intent in intents):
        yield _ARCHIVE.problem("there is no output intent of PDF/A (GTS_PDFA1)")
    for intent in press[:1]:
        if not str(intent.get("/OutputConditionIdentifier", "")).strip():
            yield _CONDITION.problem("the output intent does not name its printing condition")
        yield from _check_profile(intent.get("/DestOutputProfile"))
    profiles = [i.DestOutputProfile.objgen for i in intents if "/DestOutputProfile" in i]
    if len(set(profiles)) > 1:
        yield _SHARED.problem("the output intents do not share one profile")


def _check_profile(profile: Object | None) -> Iterator[Problem]:
    if not isinstance(profile, Stream):
        yield _PROFILE.problem("the profile of the press is not embedded")
        return
    if profile.get("/N") != 4:
        yield _PROFILE.problem(f"the profile of the press has {profile.get('/N')} colours, not 4")
    for problem in wrongs_of_press_profile(profile.read_bytes()):
        yield replace(problem, where=_PROFILE.source, hint="")
