"""Ports of this machine that nobody uses."""

import socket
from random import Random


def free_port(random: Random) -> int:
    """A port below those that outgoing connections take, so that nobody sits on it while the house is down."""
    for _ in range(200):
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("no free port between 20000 and 30000")
