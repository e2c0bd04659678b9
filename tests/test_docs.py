"""The documents are true: their commands run, their examples are read, their links lead on."""

import os
import re
import shlex
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import openpyxl
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from reportgen import __version__
from reportgen.delivery.departments import load_departments
from reportgen.layout import load as layout
from reportgen.model import Dataset, Section
from reportgen.portraits import load_portrait
from tests.delivery.making import forget_settings, write_departments
from tests.delivery.servers import post_office
from tests.importing.made_exports import lay_out_export
from tests.running import ROOT, every_command, run
from tests.signing.keys import PASSWORD, key_file, pair
from tests.workbooks import WORKBOOK, edited, with_cell

#: Whose commands are steps, each after the one before; `test_own_data` runs them.
OWN_DATA = "data/EIGENE-DATEN.md"

#: Whose commands are run.
DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "data/README.md",
        "data/ANLEITUNG.md",
        OWN_DATA,
        "data/recipes/README.md",
        "layouts/README.md",
        "reportgen/delivery/README.md",
        "reportgen/archive/README.md",
        ".github/CONTRIBUTING.md",
        ".github/RELEASES.md",
    )
}
README, MANUAL = DOCUMENTS["README.md"], DOCUMENTS["data/ANLEITUNG.md"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

#: Programs that documents call in shell blocks; `test_package` runs `python` and `pip`,
#: `archive/test_list_seal` the last three.
PROGRAMS = {"reportgen", "make", "python", "pip", "cd", "openssl", "sha512sum"}


def blocks(language: str, text: str) -> list[str]:
    """Fenced blocks of a language, also those in lists."""
    found = re.finditer(rf"^( *)```{language}\n(.*?)^\1```", text, flags=re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(match[2]) for match in found]


def calls(text: str) -> Iterator[list[str]]:
    """The words of each line of the shell blocks."""
    for block in blocks("sh", text):
        for line in block.replace("\\\n", " ").splitlines():
            if words := shlex.split(line, comments=True):
                yield words


def commands(program: str) -> list[tuple[str, ...]]:
    """Arguments of each call of a program in all documents, each once."""
    found = (call for text in DOCUMENTS.values() for call in calls(text))
    return list(dict.fromkeys(tuple(call[1:]) for call in found if call[0] == program))


# --- commands -------------------------------------------------------------------------------

#: All that can be called, without the groups that only hold others.
CALLABLE = {
    name: command
    for name, command in every_command().items()
    if not isinstance(command, click.Group)
}


def name_of(call: tuple[str, ...]) -> str:
    """What of a call is its command, e.g. ``archive add``; empty when it only has options."""
    names = (name for name in CALLABLE if list(call[: len(name.split())]) == name.split())
    return next(names, "")


def test_the_documents_show_every_command() -> None:
    assert {name_of(call) for call in commands("reportgen")} - {""} == set(CALLABLE)


def test_the_documents_call_no_program_that_is_not_tested() -> None:
    called = {Path(call[0]).name for text in DOCUMENTS.values() for call in calls(text)}

    assert called <= PROGRAMS


@pytest.fixture(scope="session")
def finished_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after a year's work on one city, with all that commands may name."""
    folder = tmp_path_factory.mktemp("year")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copytree(ROOT / "layouts/city-profile", folder / "my-layout")
    write_departments(folder / "data/departments.toml", {"Köln": ["a@koeln-amt.de"]})
    sealing = pair()
    key_file(folder / "key.p12", sealing)
    (folder / "certificate.pem").write_bytes(sealing.certificate.public_bytes(Encoding.PEM))
    lay_out_export(folder)
    authority = pair("Zertifizierungsstelle").certificate
    (folder / "authorities.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.running.ROOT", folder)
        patch.setattr("reportgen.checks.check.find_verapdf", lambda: None)
        workbook = "data/benchmarking-2020.xlsx"
        for call in (
            ("build", workbook, "--city", "Köln", "--edition", "both"),
            ("archive", "add", "build/reports", "--to", "archive"),
        ):
            result = run(*call)
            assert result.code == 0, result.err
    return folder


def single_commands() -> list[tuple[str, ...]]:
    """Commands of the program that need no other one before."""
    steps = {tuple(call[1:]) for call in calls(DOCUMENTS[OWN_DATA])}
    return [call for call in commands("reportgen") if call not in steps]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
@pytest.mark.parametrize("call", single_commands(), ids=" ".join)
def test_a_command_of_the_documents_runs(
    call: tuple[str, ...],
    finished_year: Path,
    to_server: Callable[[int], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a temporary folder; builds are narrowed to one city, and nobody has to answer."""
    folder = tmp_path / "year"
    shutil.copytree(finished_year, folder)
    forget_settings(monkeypatch)
    monkeypatch.setattr("tests.running.ROOT", folder)
    monkeypatch.setattr("click.launch", lambda *_args, **_options: 0)
    monkeypatch.setenv("REPORTGEN_SIGN_PASSWORD", PASSWORD)
    command = name_of(call)
    if command == "build" and "--city" not in call:
        call = (*call, "--city", "Köln", *(("--city", "Essen") if "--shard" in call else ()))
    if command == "merge":
        build_of_parts = ("build", "data/benchmarking-2020.xlsx", *("--city", "K", "--city", "E"))
        for part in ("1/2", "2/2"):
            assert run(*build_of_parts, "--shard", part, "--out", call[1]).code == 0
    if command == "proof" and "--dpi" not in call:
        call = (*call, "--dpi", "36")
    if command in {"template", "layout copy"}:
        made = folder / call[1 if command == "template" else 3]
        shutil.rmtree(made) if made.is_dir() else made.unlink(missing_ok=True)
    if command.startswith("archive") and {"--sign", "--trust"} & set(call):
        shutil.rmtree(folder / "archive")
        added = run("archive", "add", "build/reports", "--to", "archive", "--sign", "key.p12")
        assert added.code == 0, added.err
    if command == "archive accept":
        (folder / "archive/versions.sha512").write_bytes(b"")

    with ExitStack() as stack:
        if command == "send" and "--dry-run" not in call:
            call = (*call, "--yes")
            to_server(stack.enter_context(post_office()).port)
        result = run(*call)

    assert result.code == 0, result.err


def test_commands_within_sentences_exist_with_their_options() -> None:
    shown = [
        (name, shlex.split(code))
        for name, text in DOCUMENTS.items()
        for code in re.findall(r"`reportgen ([^`]+)`", text)
    ]

    assert shown
    for document, words in shown:
        command = name_of(tuple(words))
        known = {o for p in CALLABLE[command].params for o in p.opts} if command else set()
        options = {word for word in words if word.startswith("--")} - {"--help", "--version"}
        assert command or set(words) <= {"--help", "--version"}, (document, words)
        assert options <= known, (document, words)


# --- make -----------------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))


def shown_targets() -> set[str]:
    shown = {word for call in commands("make") for word in call if "=" not in word}
    return shown.union(
        *(re.findall(r"`make ([a-z]+)", text) for text in DOCUMENTS.values()),
    )


def test_the_documents_show_targets_that_there_are() -> None:
    assert {"reports", "test"} <= shown_targets() <= targets()


def test_the_documents_name_every_target() -> None:
    assert targets() <= shown_targets()


def test_make_lists_what_every_target_does() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        # No other setting, such as those of an outer make, reaches the inner one.
        env={"PATH": os.environ["PATH"]},
    )

    listed = {line.split()[1]: line.split()[2:] for line in done.stdout.splitlines()}
    assert set(listed) == targets()
    assert all(listed.values())


# --- examples -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language", "word"),
    [("data/README.md", "en", "error["), ("data/ANLEITUNG.md", "de", "Fehler[")],
)
def test_the_problem_that_is_shown_is_what_the_program_prints(
    name: str, language: str, word: str, tmp_path: Path
) -> None:
    (shown,) = [block for block in blocks("text", DOCUMENTS[name]) if block.startswith(word)]
    path = edited(tmp_path, with_cell("Leistungsbeziehende!C7", "1.234,5"))

    assert shown in run("validate", path, "--messages", language).err


def test_the_problems_that_the_manual_explains_exist() -> None:
    rows = re.findall(
        r"^\| (`.*?`) \|.*\|.*\|$", MANUAL.partition("\n## Wenn etwas")[2], re.MULTILINE
    )
    codes = [code for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row)]
    source = "".join(path.read_text("utf-8") for path in (ROOT / "reportgen").rglob("*.py"))

    assert len(codes) > 15
    assert [code for code in codes if f'"{code}"' not in source] == []


@pytest.mark.parametrize("name", ["data/README.md", "data/ANLEITUNG.md"])
def test_the_portrait_that_is_shown_is_read(name: str, committed: Dataset, tmp_path: Path) -> None:
    (shown,) = blocks("portrait", DOCUMENTS[name])
    photo = re.search(r'photo = "(.*)"', shown)
    assert photo
    Image.new("RGB", (3000, 2000)).save(tmp_path / photo[1])
    city = next(city for city in committed.cities if f"{city.slug}.jpg" == photo[1])
    (tmp_path / f"{city.slug}.md").write_text(shown, encoding="utf-8")

    portrait, problems = load_portrait(tmp_path, city)

    assert problems == ()
    assert portrait.photo
    assert portrait.blocks


def test_the_departments_that_are_shown_are_read(tmp_path: Path) -> None:
    (shown,) = blocks("toml", DOCUMENTS["reportgen/delivery/README.md"])
    file = tmp_path / "departments.toml"
    file.write_text(shown, encoding="utf-8")

    assert load_departments(file).departments.cities["koeln"].name == "Köln"


def test_the_nouns_that_are_shown_are_read(tmp_path: Path) -> None:
    shown = blocks("toml", DOCUMENTS["layouts/README.md"])[0]
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "layout.toml").write_text('name = "own"\nextends = "city-profile"\n')
    (folder / "de.toml").write_text(shown, encoding="utf-8")

    texts = layout.load_layout(folder).texts
    assert texts.document.extract_two_cities == "vergleicht {city} mit dem anderen Landkreis"


def test_the_colour_that_is_shown_is_read(tmp_path: Path) -> None:
    shown = next(
        block for block in blocks("toml", DOCUMENTS["layouts/README.md"]) if "colours" in block
    )
    folder = shutil.copytree(layout.layouts_folder() / "city-profile", tmp_path / "own")
    file = folder / "layout.toml"
    text, count = re.subn(
        r'\[colours\]\n((?:.*\n)*?)mean = ".*"\n',
        lambda match: shown + match[1],
        file.read_text(encoding="utf-8"),
    )
    file.write_text(text, encoding="utf-8")

    assert count == 1
    assert layout.load_layout(folder).look.colours.mean.inks == (0, 75, 100, 10)


def test_the_python_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = blocks("python", README)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")

    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "duesseldorf.pdf").read_bytes().startswith(b"%PDF-")


# --- everything else ------------------------------------------------------------------------


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= 12_000


def test_the_release_notes_name_this_version_and_days() -> None:
    heads = re.findall(r"^## (.*)$", DOCUMENTS[".github/RELEASES.md"], flags=re.MULTILINE)

    assert all(
        re.fullmatch(r"\d+\.\d+\.\d+ \((\d{4}-\d\d-\d\d|unreleased)\)", head) for head in heads
    )
    assert __version__ in {head.partition(" ")[0] for head in heads}


def anchors(text: str) -> set[str]:
    """What a link may name behind a hash, made from the headings as forges make them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = []
    for name, text in DOCUMENTS.items():
        for link, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]+))?\)", text):
            target = ((ROOT / name).parent / link) if link else ROOT / name
            if link.startswith("https://"):
                continue
            if not target.is_file() or (
                anchor and anchor not in anchors(target.read_text(encoding="utf-8"))
            ):
                broken.append(f"{name}: {link}#{anchor}")

    assert broken == []


def test_files_that_the_documents_name_exist() -> None:
    """Those of the repository, which stand in code with a folder of it in front."""
    tops = r"(?:reportgen|tests|layouts/city-profile|\.github)"
    named = [
        (name, path)
        for name, text in DOCUMENTS.items()
        for path in re.findall(rf"`({tops}/[\w./-]+)`", text)
    ]

    assert len(named) > 30
    assert [(name, path) for name, path in named if not (ROOT / path).exists()] == []


def test_the_architecture_of_the_readme_names_every_folder() -> None:
    (shown,) = [block for block in blocks("text", README) if "pipeline.py" in block]
    package = ROOT / "reportgen"
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    files = {path.name for path in package.glob("*.py")} - {"__init__.py", "__main__.py"}

    assert set(re.findall(r"\b([a-z_]+)/", shown)) == folders
    assert set(re.findall(r"\b[a-z_]+\.py\b", shown)) == files


def test_the_manual_needs_nothing_but_the_wheel() -> None:
    assert "`make " not in MANUAL
    assert [link for link in re.findall(r"\]\(([^)]+)\)", MANUAL) if link[0] != "#"] == []
    assert not re.search(r"python -m tests|requirements\.lock|\.venv", MANUAL)


def test_the_description_of_the_data_names_every_sheet() -> None:
    for name in openpyxl.load_workbook(WORKBOOK, read_only=True).sheetnames:
        assert f"`{name}`" in DOCUMENTS["data/README.md"], name


def test_the_layout_says_which_sections_there_are() -> None:
    text = (layout.layouts_folder() / "city-profile/layout.toml").read_text(encoding="utf-8")

    assert all(f'"{section}"' in text for section in Section)
