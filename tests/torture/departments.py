"""Files of departments: values that make no sense, odd addresses, too much of anything."""

from pathlib import Path

from hypothesis import strategies as st

from tests.delivery.making import write_departments, write_report
from tests.torture.attempt import Attempt
from tests.torture.mutation import mutated

_COMMAND = ("send", "reports", "--departments", "departments.toml", "--dry-run", "--out", "mail")

_FINE = """\
[mail]
sender = "Büro <post@benchmarking.de>"
reply_to = ["post@benchmarking.de"]
attach = ["digital"]
size_limit_mb = 10
per_minute = 30

[cities.koeln]
name = "Köln"
office = "Sozialamt"
to = ["Amt <amt@koeln-amt.de>"]
cc = ["leitung@koeln-amt.de"]
bcc = []
language = "de"
salutation = "Guten Tag,"
certificates = []
"""

_VALUES = (
    *("0", "-1", "1e308", "nan", "inf", "9" * 5000, "true", "[]", "{}", "2020-01-01", '""', '" "'),
    *('"a@b.de"', '["a@b.de", "A@B.de"]', '["a@b.de\\r\\nBcc: x@y.de"]', '["ä@b.de"]', '["a@"]'),
    *('["=?utf-8?q?a?= <a@b.de>"]', '["<<<>>>"]', '["\\"a <a@b.de>"]', '["a@[127.0.0.1]"]'),
    *(
        '["' + "a" * 5000 + '@b.de"]',
        '["' + "Ä" * 400 + ' <a@b.de>"]',
        '["a@' + "b." * 200 + 'de"]',
    ),
    *('["' + "<" * 100_000 + '"]', "[" + '"a@b.de",' * 3000 + "]", '"' + "W" * 100_000 + '"'),
    *('"\\u0000"', '"\\u202e"', '"\\u001b[2J"', '"{city}"', '"%s"', '"en"', '["digital", "print"]'),
    *('["/dev/zero"]', '["../../x.pem"]', '["departments.toml"]', "[" * 3000, '["data"]', '"x'),
)


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A file with up to three values exchanged, cities of odd names, or other bytes."""
    lines = _FINE.split("\n")
    places = [number for number, line in enumerate(lines) if " = " in line]
    for place in draw(st.lists(st.sampled_from(places), max_size=3)):
        key, _, _ = lines[place].partition(" = ")
        lines[place] = f"{key} = {draw(st.sampled_from(_VALUES))}"
    words = ", ".join(line[:50] for line in lines if line not in _FINE)
    name = draw(st.sampled_from(("koeln", "koeln", '"Köln"', '"../x"', '"a\\u0000"', '""')))
    content = "\n".join(lines).replace("cities.koeln", f"cities.{name}").encode()
    if draw(st.integers(0, 3)) == 0:
        content, words = draw(mutated(content, 100)), f"bytes, {words}"

    def prepare(folder: Path) -> None:
        write_report(folder / "reports/2020/koeln.pdf", "Köln")
        write_departments(folder / "departments.toml", {})
        (folder / "departments.toml").write_bytes(content)

    return Attempt(commands=(_COMMAND,), prepare=prepare, words=f"{name}: {words}")
