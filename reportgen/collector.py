"""The search for garbage, put off while much is made that holds no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """No search for garbage: among all that is made here it takes as long as the making."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made counts as old at once, or else the next search is through all of it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
