"""`reportgen check` tells what is wrong with a PDF, with veraPDF and without."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest

import reportgen.checks.check
from reportgen.errors import Problem
from tests.checks.accessibility.faults import FAULTS
from tests.running import run

NOT_CHECKED = "veraPDF is not there, so only our own rules were checked"


Change = Callable[[pikepdf.Pdf], object]


def changed_copy(good: Path, folder: Path, change: Change) -> Path:
    """A file named ``odd.pdf`` in which something is changed."""
    file = folder / "odd.pdf"
    with pikepdf.open(good) as document:
        change(document)
        document.save(file, fix_metadata_version=False)
    return file


def null_in_annotations(document: pikepdf.Pdf) -> None:
    annotated = next(page.obj for page in document.pages if "/Annots" in page.obj)
    annotated.Annots.append(None)


def null_in_the_tree(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot.K.K.append(None)


def metadata_as_number(document: pikepdf.Pdf) -> None:
    document.Root.Metadata = 5


def tree_as_number(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot = 5


def marking_as_number(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo = 5


def names_as_number(document: pikepdf.Pdf) -> None:
    document.Root.Names = 5


def names_as_array(document: pikepdf.Pdf) -> None:
    document.Root.Names = pikepdf.Array([1, 2])


def text_as_number_of_parents(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.StructParents = pikepdf.String("first")


def mark_without_name(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"BMC EMC")


def text_in_the_tree(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot.K.K = pikepdf.String("text")


def deep_tree(document: pikepdf.Pdf) -> None:
    element = document.Root.StructTreeRoot.K
    for _ in range(5000):
        below = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, P=element))
        element.K, element = below, below


def circular_tree(document: pikepdf.Pdf) -> None:
    root = document.Root.StructTreeRoot.K
    root.K.append(root)


def circular_tree_of_parents(document: pikepdf.Pdf) -> None:
    tree = document.make_indirect(document.Root.StructTreeRoot.ParentTree)
    tree.Kids = pikepdf.Array([tree])
    del tree.Nums
    document.Root.StructTreeRoot.ParentTree = tree


#: A code that must be among those that a strange file is told with.
STRANGE: Mapping[Change, str] = {
    metadata_as_number: "xmp-missing",
    tree_as_number: "structure-missing",
    marking_as_number: "malformed-catalog",
    names_as_number: "malformed-catalog",
    names_as_array: "malformed-catalog",
    text_as_number_of_parents: "wrong-parent",
    text_in_the_tree: "wrong-parent",
    deep_tree: "pdf-beyond-limits",
    circular_tree: "circular-tree",
    circular_tree_of_parents: "wrong-parent",
}


@pytest.fixture
def without_verapdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reportgen.checks.check, "find_verapdf", lambda: None)


@pytest.fixture
def flavours(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What a veraPDF that finds one fault in each file is asked: names of files by flavour."""
    asked: dict[str, list[str]] = {}

    def validate_all(
        command: Sequence[str], wanted: Mapping[Path, Sequence[str]], claiming: Collection[Path]
    ) -> Mapping[Path, Mapping[str, Sequence[Problem]]]:
        assert command == ("verapdf",)
        assert set(claiming) <= wanted.keys()
        for file, flavours in wanted.items():
            for flavour in flavours:
                asked.setdefault(flavour, []).append(file.name)
        problem = Problem(code="verapdf", message="1 × bad", where="ISO 1, clause 9.9, test 9")
        return {f: dict.fromkeys(flavours, (problem,)) for f, flavours in wanted.items()}

    monkeypatch.setattr(reportgen.checks.check, "find_verapdf", lambda: ("verapdf",))
    monkeypatch.setattr(reportgen.checks.check, "validate_all", validate_all)
    return asked


class TestWithVeraPdf:
    """The real one, if it is there: else these are skipped with the others."""

    @pytest.mark.usefixtures("validated")
    def test_a_compliant_file_passes(self, sample_files: Mapping[str, Path]) -> None:
        result = run("check", sample_files["portrait"])
        assert (result.code, result.err) == (0, "")
        rows = [line.split() for line in result.out.splitlines()[2:]]
        assert [row[-3:] for row in rows] == [
            [standard, "compliant", "veraPDF"] for standard in ("PDF/UA-1", "PDF/A-2a")
        ]

    @pytest.mark.usefixtures("validated")
    def test_a_broken_file_fails_with_the_clause_of_both(
        self, broken_files: Mapping[str, Path], sample_files: Mapping[str, Path]
    ) -> None:
        result = run("check", sample_files["bare"], broken_files["figure-without-alt"])
        assert result.code == 7
        assert "compliant" in result.out
        assert "2 violations" in result.out
        assert "figure-without-alt.pdf: error[alt-missing]" in result.err
        assert "PDF/UA-1, clause 7.3\n" in result.err
        assert "figure-without-alt.pdf: error[verapdf]" in result.err
        assert "ISO 14289-1:2014, clause 7.3, test 1" in result.err


class TestFlavours:
    def test_each_file_is_validated_against_what_it_claims(
        self,
        flavours: dict[str, list[str]],
        sample_files: Mapping[str, Path],
        broken_files: Mapping[str, Path],
    ) -> None:
        plain, attached = sample_files["bare"], broken_files["files-not-associated"]
        result = run("check", plain, attached)
        assert flavours == {
            "ua1": [plain.name, attached.name], "2a": [plain.name], "3a": [attached.name]
        }  # fmt: skip
        assert result.code == 7
        assert "clause 9.9, test 9" in result.err

    def test_a_file_whose_claim_cannot_be_read_is_validated_all_the_same(
        self, flavours: dict[str, list[str]], broken_files: Mapping[str, Path]
    ) -> None:
        names = ("malformed-xmp", "no-xmp", "encrypted")
        assert run("check", *(broken_files[name] for name in names)).code == 7
        assert flavours == {flavour: [f"{name}.pdf" for name in names] for flavour in ("ua1", "2a")}

    def test_json_tells_all_of_it(
        self, flavours: dict[str, list[str]], sample_files: Mapping[str, Path], tmp_path: Path
    ) -> None:
        text = tmp_path / "text.pdf"
        text.write_text("no PDF")
        result = run("check", "--json", sample_files["bare"], text)
        assert (result.code, result.err) == (7, "")
        good, no_pdf = json.loads(result.out)
        found = {
            "code": "verapdf",
            "severity": "error",
            "message": "1 × bad",
            "where": "ISO 1, clause 9.9, test 9",
        }
        assert good == {
            "file": str(sample_files["bare"]),
            "standards": [
                {
                    "standard": standard,
                    "compliant": False,
                    "violations": 1,
                    "judged_by": "veraPDF",
                    "clauses": clauses,
                    "covered_by_own_rules": covered,
                }
                for standard, clauses, covered in (("PDF/UA-1", 32, 25), ("PDF/A-2a", 54, 21))
            ],
            "verapdf": ["ua1", "2a"],
            "compliant": False,
            "problems": [found, found],
            "signatures": [],
            "signature_problems": [],
        }
        assert (no_pdf["file"], no_pdf["verapdf"], no_pdf["compliant"]) == (str(text), [], False)
        assert [problem["code"] for problem in no_pdf["problems"]] == ["not-a-pdf"]
        assert sorted(flavours) == ["2a", "ua1"]

    def test_a_file_that_cannot_be_read_is_no_reason_to_fetch_verapdf(
        self, flavours: dict[str, list[str]], tmp_path: Path
    ) -> None:
        text = tmp_path / "text.pdf"
        text.write_text("no PDF")
        result = run("check", text)
        assert (result.code, flavours) == (7, {})
        assert "veraPDF is not there" not in result.err

    def test_a_file_that_verapdf_might_fail_on_does_not_cost_the_others_their_result(
        self, flavours: dict[str, list[str]], sample_files: Mapping[str, Path], tmp_path: Path
    ) -> None:
        file = changed_copy(sample_files["bare"], tmp_path, deep_tree)
        assert run("check", file, sample_files["bare"]).code == 7
        assert flavours == {"ua1": ["bare.pdf"], "2a": ["bare.pdf"]}


class TestWrongUse:
    def test_files_that_are_not_there_are_named(
        self, sample_files: Mapping[str, Path], tmp_path: Path
    ) -> None:
        result = run("check", tmp_path / "a.pdf", sample_files["bare"], tmp_path / "b.pdf")
        assert (result.code, result.out) == (2, "")
        for name in ("a", "b"):
            assert f'error[file-missing]: there is no file "{tmp_path}/{name}.pdf"' in result.err

    @pytest.mark.parametrize("name", ["absent", "absent.jar"])
    def test_a_variable_that_names_nothing_is_told(
        self,
        sample_files: Mapping[str, Path],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        name: str,
    ) -> None:
        monkeypatch.setenv("REPORTGEN_VERAPDF", str(tmp_path / name))
        result = run("check", sample_files["bare"])
        assert (result.code, result.out) == (2, "")
        assert "error[verapdf-failed]: veraPDF cannot be used" in result.err
        assert "  --> environment, REPORTGEN_VERAPDF\n" in result.err

    def test_a_program_that_is_not_verapdf_is_told(
        self, sample_files: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REPORTGEN_VERAPDF", "true")
        result = run("check", sample_files["bare"])
        assert (result.code, result.out) == (2, "")
        assert "error[verapdf-failed]: veraPDF cannot be used: true gave no result" in result.err


@pytest.mark.usefixtures("without_verapdf")
class TestWithoutVeraPdf:
    def test_it_says_so_and_our_own_rules_hold(
        self, sample_files: Mapping[str, Path], broken_files: Mapping[str, Path]
    ) -> None:
        result = run("check", sample_files["bare"], broken_files["skipped-heading"])
        assert result.code == 7
        assert NOT_CHECKED in result.err
        assert "veraPDF is not there" in result.err
        assert "none found by 21 of 54 clauses   own rules" in result.out
        assert "skipped-heading.pdf: error[skipped-heading]" in result.err
        assert "page 1, PDF/UA-1, clause 7.4.2" in result.err

    def test_a_good_file_passes(self, sample_files: Mapping[str, Path]) -> None:
        result = run("check", sample_files["bare"])
        assert result.code == 0
        assert NOT_CHECKED in result.err
        assert "PDF/UA-1   none found by 25 of 32 clauses   own rules" in result.out
        assert "compliant" not in result.out

    def test_json_stays_json(self, sample_files: Mapping[str, Path]) -> None:
        result = run("check", sample_files["bare"], "--json")
        (told,) = json.loads(result.out)
        assert (told["compliant"], told["verapdf"], told["problems"]) == (None, [], [])
        assert NOT_CHECKED in result.err

    @pytest.mark.parametrize(
        "content",
        [b"", b"This is no PDF.", b"%PDF-1.7\n%%EOF\n"],
        ids=["empty", "text", "nothing inside"],
    )
    def test_what_is_no_pdf_fails_by_name(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "letter.pdf"
        file.write_bytes(content)
        result = run("check", file)
        assert result.code == 7
        assert "error[not-a-pdf]: letter.pdf cannot be read as a PDF" in result.err
        assert str(file) in result.err
        assert "Traceback" not in result.err

    def test_a_folder_fails_too(self, tmp_path: Path) -> None:
        result = run("check", tmp_path)
        assert result.code == 7
        assert "error[not-a-pdf]" in result.err

    def test_a_file_with_a_password_fails_with_what_to_do(
        self, sample_files: Mapping[str, Path], tmp_path: Path
    ) -> None:
        file = tmp_path / "locked.pdf"
        with pikepdf.open(sample_files["bare"]) as document:
            document.save(file, encryption=pikepdf.Encryption(owner="o", user="u"))
        result = run("check", file)
        assert result.code == 7
        assert "error[not-a-pdf]" in result.err
        assert "password" in result.err

    def test_an_encrypted_file_that_opens_is_told(self, broken_files: Mapping[str, Path]) -> None:
        result = run("check", broken_files["encrypted"])
        assert result.code == 7
        assert "error[encrypted]" in result.err
        assert "PDF/A-2, clause 6.1.3" in result.err

    @pytest.mark.parametrize("strange", STRANGE, ids=lambda change: change.__name__)
    def test_a_strange_file_fails_without_a_crash_and_the_others_go_on(
        self, sample_files: Mapping[str, Path], tmp_path: Path, strange: Change
    ) -> None:
        file = changed_copy(sample_files["portrait"], tmp_path, strange)
        result = run("check", "--json", file, sample_files["bare"])
        odd, good = json.loads(result.out)
        assert result.code == 7
        assert {problem["code"] for problem in odd["problems"]} >= {STRANGE[strange]}
        assert good["problems"] == []
        assert "Traceback" not in result.err

    def test_what_only_our_house_rules_out_is_a_remark(
        self, sample_files: Mapping[str, Path], tmp_path: Path
    ) -> None:
        file = changed_copy(sample_files["portrait"], tmp_path, mark_without_name)
        result = run("check", file)
        assert result.code == 0
        assert "warning[unbalanced-marks]" in result.err
        assert "--> page 1, house rule" in result.err

    @pytest.mark.parametrize("harmless", [null_in_annotations, null_in_the_tree])
    def test_null_counts_as_nothing(
        self, sample_files: Mapping[str, Path], tmp_path: Path, harmless: Change
    ) -> None:
        file = changed_copy(sample_files["portrait"], tmp_path, harmless)
        assert run("check", file).code == 0

    def test_every_broken_file_that_we_know_of_fails(
        self, broken_files: Mapping[str, Path]
    ) -> None:
        known = {f"{fault.name}.pdf" for fault in FAULTS if fault.ours}
        standards = ("--standard", "ua1", "--standard", "2a")
        result = run("check", "--json", *standards, *broken_files.values())
        told = {Path(each["file"]).name for each in json.loads(result.out) if each["problems"]}
        assert (result.code, told) == (7, known)

    @pytest.mark.parametrize("made_by", ["reportlab", "pikepdf"])
    def test_an_ordinary_pdf_is_told_what_it_lacks(self, tmp_path: Path, made_by: str) -> None:
        file = tmp_path / "plain.pdf"
        if made_by == "pikepdf":
            with pikepdf.new() as document:
                document.add_blank_page()
                document.save(file)
        else:
            from reportlab.pdfgen.canvas import Canvas

            canvas = Canvas(str(file))
            canvas.drawString(100, 100, "Guten Tag")
            canvas.save()
        result = run("check", file)
        assert result.code == 7
        for code in ("not-marked", "structure-missing", "xmp-missing"):
            assert f"error[{code}]" in result.err
        # An empty page has nothing that is in a language.
        assert ("error[language-missing]" in result.err) is (made_by == "reportlab")
