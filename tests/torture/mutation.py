"""Bytes flipped, cut off, repeated, and exchanged for numbers that lie: for files of any kind."""

from hypothesis import strategies as st

_NUMBERS = st.sampled_from(
    (
        b"\0",
        b"\xff",
        b"\0\0",
        b"\xff\xff",
        b"\x7f\xff",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
        b"\x7f" * 8,
    )
)


@st.composite
def mutated(draw: st.DrawFn, content: bytes, head: int = 400) -> bytes:
    """The content with up to eight changes, half of them within its first `head` bytes."""
    for _ in range(draw(st.integers(1, 8))):
        end = min(len(content), head) if draw(st.booleans()) else len(content)
        at = draw(st.integers(0, max(end - 1, 0)))
        way = draw(st.sampled_from(("byte", "number", "number", "cut", "gone", "twice")))
        length = draw(st.integers(1, 64))
        if way == "byte":
            content = content[:at] + draw(st.binary(min_size=1, max_size=1)) + content[at + 1 :]
        elif way == "number":
            number = draw(_NUMBERS)
            content = content[:at] + number + content[at + len(number) :]
        elif way == "cut" and draw(st.integers(0, 4)) == 0:
            content = content[:at]
        elif way == "gone":
            content = content[:at] + content[at + length :]
        elif way == "twice":
            content = content[: at + length] + content[at:]
    return content
