"""`departments.toml` is checked as a whole; every fault is told with its key path and line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.delivery.address import Mailbox
from reportgen.delivery.departments import load_departments
from reportgen.errors import DeliveryError, Problem, UsageError
from reportgen.model import Dataset
from reportgen.toml_lines import lines_of_keys
from tests.delivery.making import write_departments
from tests.running import ROOT


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "departments.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(tmp_path: Path, text: str) -> list[Problem]:
    with pytest.raises(DeliveryError) as caught:
        load_departments(written(tmp_path, text))
    return list(caught.value.problems)


FINE = """\
[mail]
sender = "post@benchmarking.de"

[cities.koeln]
name = "Köln"
office = "Amt"
to = [
    "amt@koeln-amt.de",
]
salutation = "Guten Tag,"
"""


def test_the_committed_file_is_an_example_for_every_city(committed: Dataset) -> None:
    directory = load_departments(ROOT / "data" / "departments.toml")

    cities = directory.departments.cities
    assert {slug: d.name for slug, d in cities.items()} == {
        city.slug: city.name for city in committed.cities
    }
    assert directory.warnings == ()
    assert all(box.is_reserved for d in cities.values() for box in d.recipients)
    assert directory.departments.mail.sender.is_reserved


#: More addresses of a city than anybody sends to.
MANY = 'a@b.de", "' * 10_000 + "a@b.de"


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ('office = "Amt"', "office = 3", "wrong-value", "6, cities.koeln.office"),
        ('office = "Amt"', 'office = "A"\nfax = "1"', "unknown-key", "7, cities.koeln.fax"),
        ('office = "Amt"', "", "missing-key", "4, cities.koeln.office"),
        ('office = "Amt"', 'office = ""', "wrong-value", "6, cities.koeln.office"),
        ('office = "Amt"', f'office = "{"A" * 501}"', "wrong-value", "6, cities.koeln.office"),
        ("amt@koeln-amt.de", MANY, "impossible-value", "4, cities.koeln"),
        ("amt@koeln-amt.de", "amt@", "wrong-value", "7, cities.koeln.to[0]"),
        ("amt@koeln-amt.de", "ämt@koeln-amt.de", "wrong-value", "7, cities.koeln.to[0]"),
        ("amt@koeln-amt.de", "a@b.de, c@d.de", "wrong-value", "7, cities.koeln.to[0]"),
        ("Tag,", "Tag,\\r\\nBcc: x@y.de", "wrong-value", "10, cities.koeln.salutation"),
        ('    "amt@koeln-amt.de",\n', "", "no-recipients", "7, cities.koeln.to"),
        ("[cities.koeln]", '[cities."Köln"]', "impossible-value", "4, cities.Köln"),
        ("[mail]", "[mail]\nper_minute = 0", "impossible-value", "2, mail.per_minute"),
        ("[mail]", "[mail]\nsize_limit_mb = -1", "impossible-value", "2, mail.size_limit_mb"),
        ("[mail]", '[mail]\nattach = ["data"]', "impossible-value", "2, mail.attach"),
        ("[mail]", '[mail]\nattach = ["digitl"]', "wrong-value", "2, mail.attach[0]"),
        ("[mail]", '[mail]\nattach = ["print", "data"]', "impossible-value", "2, mail.attach"),
        ("[mail]", '[mail]\nreply_to = "a@b.de"', "wrong-type", "2, mail.reply_to"),
        ('sender = "post@benchmarking.de"', "", "missing-key", "1, mail.sender"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_line_and_key(
    old: str, new: str, code: str, where: str, tmp_path: Path
) -> None:
    assert old in FINE
    told = faults(tmp_path, FINE.replace(old, new))

    file = tmp_path / "departments.toml"
    assert [(problem.code, problem.where) for problem in told] == [(code, f"{file}:{where}")]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = FINE.replace("amt@koeln-amt.de", "amt").replace("post@benchmarking.de", "post")

    assert [problem.code for problem in faults(tmp_path, text)] == ["wrong-value"] * 2


def test_a_city_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    second = FINE.partition("\n\n")[2].replace("[cities.koeln]", "[cities.koeln-2]")
    second = second.replace("amt@", "other@")

    (problem,) = faults(tmp_path, FINE + second)

    assert problem.where.endswith(":12, cities.koeln-2.name")


def test_toml_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, FINE + "oh no")

    assert problem.code == "toml-syntax"
    assert "line 11" in problem.message


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as caught:
        load_departments(tmp_path / "none.toml")

    (problem,) = caught.value.problems
    assert problem.code == "file-missing"
    assert problem.hint == f"`reportgen template {tmp_path / 'none.toml'}` writes an example"


def test_a_recipient_named_twice_in_other_case_is_told_and_gets_one(tmp_path: Path) -> None:
    file = tmp_path / "departments.toml"
    file.write_text(FINE + 'cc = ["Amt <AMT@Koeln-Amt.DE>"]\n', encoding="utf-8")

    directory = load_departments(file)

    (warning,) = directory.warnings
    assert (warning.code, warning.severity) == ("recipient-twice", "warning")
    assert warning.where.endswith(":11, cities.koeln.cc[0]")
    (box,) = directory.departments.cities["koeln"].recipients
    assert box.address == "amt@koeln-amt.de"


def test_a_recipient_of_two_cities_is_warned_of(tmp_path: Path) -> None:
    boxes = {"Köln": ["a@b.de", "k@b.de"], "Essen": ["A@b.de"]}
    file = write_departments(tmp_path / "d.toml", boxes)

    (warning,) = load_departments(file).warnings

    assert (warning.code, warning.severity) == ("recipient-of-several", "warning")
    assert warning.where.endswith(":11, cities.essen")
    assert "A@b.de also gets the report of Köln" in warning.message


def test_an_encrypted_mail_has_no_hidden_readers(tmp_path: Path) -> None:
    """Whoever opens it sees for which certificates it is encrypted."""
    hidden = 'bcc = ["b@koeln-amt.de"]\n'

    assert load_departments(written(tmp_path, FINE + hidden))
    (problem,) = faults(tmp_path, FINE + hidden + 'certificates = ["a.pem", "b.pem"]\n')

    assert problem.code == "bcc-encrypted"
    assert problem.where.endswith(":11, cities.koeln.bcc")


def test_cities_are_found_by_name_and_slug(tmp_path: Path) -> None:
    file = write_departments(tmp_path / "d.toml", {"Köln": ["a@b.de"], "Essen": ["a@c.de"]})
    directory = load_departments(file)

    for name in ("Köln", "KÖLN", "koeln", "Ko\u0308ln"):
        assert list(directory.find((name,))) == ["koeln"]
    assert list(directory.find(())) == ["koeln", "essen"]
    with pytest.raises(UsageError) as caught:
        directory.find(("Essn",))
    assert [(p.code, p.hint) for p in caught.value.problems] == [
        ("unknown-city", 'did you mean "Essen"?')
    ]


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@b.de", "", "a@b.de"),
        ("Amt für Soziales <amt@bücher.de>", "Amt für Soziales", "amt@xn--bcher-kva.de"),
        ('"Müller, Anna" <A.M@B.DE>', "Müller, Anna", "A.M@b.de"),
        ("<a@b.de>", "", "a@b.de"),
        ("a+b@sub.b.de", "", "a+b@sub.b.de"),
    ],
)
def test_an_address_is_read(text: str, name: str, address: str) -> None:
    assert Mailbox.from_toml(text) == Mailbox(name=name, address=address)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "@b.de", "a@b.de c@d.de", "A <a@b.de> <c@d.de>", "A <a@b.de", "a@-b.de", 3,
     "a..b@c.de", "A <a b@c.de>", "x" * 500 + " <a@b.de>", "a@localhost"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Mailbox.from_toml(text)


@pytest.mark.parametrize(
    ("domain", "reserved"),
    [
        ("example.org", True), ("a.b.example.com", True), ("EXAMPLE.net", True), ("x.test", True),
        ("x.example", True), ("example.de", False), ("myexample.org", False), ("test.de", False),
    ],
)  # fmt: skip
def test_domains_for_examples_are_known(domain: str, reserved: bool) -> None:
    assert Mailbox.from_toml(f"a@{domain}").is_reserved is reserved


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\nb.c = 2\n", {"a": 1, "b.c": 2}),
        ("[t]\n\na = 1 # x\n[ u . v ]\nb=2", {"t": 1, "t.a": 3, "u.v": 4, "u.v.b": 5}),
        ('[t."x y"]\n"a-b" = 1', {"t.x y": 1, "t.x y.a-b": 2}),
        ('a = """\nb = 1\n"""\nc = 2', {"a": 1, "c": 4}),
        ("a = '''x'''\nc = 2", {"a": 1, "c": 2}),
        ("# \u2028\x85\r\nc = 2", {"c": 2}),
    ],
)
def test_lines_of_keys_are_found(text: str, lines: Mapping[str, int]) -> None:
    assert lines_of_keys(text) == lines
