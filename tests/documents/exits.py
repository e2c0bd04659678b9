"""The exit codes of the program with what they mean."""

from collections.abc import Mapping

from reportgen import errors

#: Exit codes that no exception stands for.
OTHERS = {
    0: "Done, perhaps with warnings.",
    1: "A bug of the program.",
    errors.SOME_CITIES_FAILED: "Some reports failed, and the others were written.",
    errors.INTERRUPTED: "The run was interrupted, by Ctrl-C.",
}


def exit_codes() -> Mapping[int, str]:
    """What each exit code means, in their order."""
    kinds = errors.ReportgenError.__subclasses__()
    described = {kind.exit_code: (kind.__doc__ or "").strip() for kind in kinds}
    return dict(sorted((OTHERS | described).items()))
