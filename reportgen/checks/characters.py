"""Unicode values that tell a reader nothing."""


def is_nothing(char: str) -> bool:
    """Whether a Unicode value stands for no character."""
    return char in "\0\ufeff\ufffe"


def is_private(char: str) -> bool:
    """Whether a Unicode value means what two parties agreed upon."""
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
