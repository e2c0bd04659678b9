"""A run that is killed at any moment, and run again until it is done, doubles and loses nothing."""

import logging
import os
import random
import subprocess
import threading
from collections import Counter
from collections.abc import Callable

import pytest

from tests.delivery.making import Office
from tests.delivery.servers import PostOffice, post_office
from tests.running import ROOT, command

_log = logging.getLogger(__name__)

#: More can be asked for when there is time.
KILLS = int(os.environ.get("REPORTGEN_TEST_KILLS", "10"))

CITIES = {f"Stadt {n}": [f"a@s{n}.de", f"b@s{n}.de"] for n in range(2 * KILLS)}


def kill_at_some_moment(
    child: subprocess.Popen[str], post: PostOffice, chance: random.Random
) -> None:
    """Kills it soon after one of the next things that happen at the server."""
    left = chance.randint(1, 5)

    def count_down() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            threading.Timer(chance.random() * 0.006, child.kill).start()

    post.on_event = count_down


@pytest.mark.exhaustive
def test_every_recipient_has_one_message_or_is_told_to_be_unknown(
    office: Callable[..., Office],
) -> None:
    sending = office(CITIES)
    chance = random.Random(5)
    kills = 0
    with post_office() as post:
        env = os.environ | {
            "REPORTGEN_SMTP_HOST": "127.0.0.1",
            "REPORTGEN_SMTP_PORT": str(post.port),
            "REPORTGEN_SMTP_SECURITY": "none",
        }
        args = command(
            "-q", "send", sending.folder, "--departments", sending.folder / "departments.toml",
            "--yes",
        )  # fmt: skip
        for number in range(KILLS + 1):
            with subprocess.Popen(
                args, cwd=ROOT, env=env, stderr=subprocess.PIPE, encoding="utf-8"
            ) as child:
                post.on_event = lambda: None
                if number < KILLS:
                    kill_at_some_moment(child, post, chance)
                _, told = child.communicate(timeout=600)
            kills += child.returncode == -9

    states = {address: state for address, (state, _) in sending.states().items()}
    got = {address: post.got(address) for boxes in CITIES.values() for address in boxes}
    _log.info("%d kills: %s", kills, Counter(states.values()))
    assert states.keys() == got.keys()
    assert kills > KILLS / 2
    assert set(states.values()) <= {"sent", "unknown"}
    assert all(got[address] == 1 for address, state in states.items() if state == "sent")
    assert max(got.values()) == 1
    unknown = {address for address, state in states.items() if state == "unknown"}
    assert all(f"nobody knows whether {address} " in told for address in unknown)
    assert child.returncode == (8 if unknown else 0)
