"""Sends commands until they are answered: with the same key, so that a lost reply is no doubled step."""

import time
import traceback
from collections.abc import Callable
from random import Random
from threading import Event
from typing import Any
from uuid import uuid4

import httpx2

from tests.chaos.ledger import Ledger

SAID_TWICE = 0.05
"""How many answered commands are sent once more, to see that the answer stays the same."""


class Closed(Exception):
    """The day is over; what is not answered yet stays so."""


class Caller:
    """One connection to the house, from an address of its own; for one thread."""

    def __init__(self, url: str, ledger: Ledger, closing: Event, random: Random, *, address: str = "") -> None:
        transport = httpx2.HTTPTransport(local_address=address or None)
        self.ledger = ledger
        self.random = random
        self.closing = closing
        self._client = httpx2.Client(base_url=url, transport=transport, timeout=40)

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, **given: Any) -> httpx2.Response:
        """Look at something, as soon as the house answers."""
        return self._until_answered("GET", path, given)[0]

    def command(self, path: str, *, keyed: bool = True, **given: Any) -> httpx2.Response:
        """Post something under a key; the definite answer. `keyed`: the house promises the same answer for a key."""
        headers = {**given.pop("headers", {}), "idempotency-key": str(uuid4())}
        response, tries = self._until_answered("POST", path, {**given, "headers": headers})
        if tries > 1:
            self.ledger.count("commands sent again")
        if response.status_code >= 500:
            self.ledger.surprise(f"{path}: {response.status_code} {response.text[:300]}")
        elif keyed and response.status_code < 300 and self.random.random() < SAID_TWICE:
            self._say_again(path, {**given, "headers": headers}, response)
        return response

    def _say_again(self, path: str, given: dict[str, Any], first: httpx2.Response) -> None:
        self.ledger.count("answered commands said twice")
        second, _ = self._until_answered("POST", path, given)
        if (second.status_code, second.text) != (first.status_code, first.text):
            self.ledger.surprise(f"{path}: first {first.text[:300]}, then {second.status_code} {second.text[:300]}")

    def _until_answered(self, method: str, path: str, given: dict[str, Any]) -> tuple[httpx2.Response, int]:
        """The answer, and how many tries may have reached the house."""
        tries = 0
        while not self.closing.is_set():
            try:
                return self._client.request(method, path, **given), tries + 1
            except httpx2.ConnectError:
                # Nobody was there: nothing can have happened.
                time.sleep(0.1)
            except httpx2.TransportError:
                tries += 1
                time.sleep(0.05)
        raise Closed(path)


def keep_on(act: Callable[[], None], caller: Caller) -> None:
    """Do it again and again until the day is over. A mistake is noted as a surprise and stops nobody else's day."""
    while not caller.closing.is_set():
        try:
            act()
        except Closed:
            break
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one of the violations of this run
            caller.ledger.surprise("".join(traceback.format_exception(error)))
            caller.closing.wait(1)
    caller.close()
