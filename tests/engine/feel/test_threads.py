"""Many threads evaluate the same texts at once; each gets its own answers and its own limits."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

from engine.feel import FeelError, FeelLimit, Limits, evaluate
from tests.engine.feel.hostile import EXPRESSIONS


def _right_answers(seed: int) -> int:
    right = 0
    for round in range(60):
        n = seed * 1_000 + round
        text = f"amount * {round % 7} + n" if round % 2 else "for i in [1, 2, 3] return i * n"
        expected: object = 2 * (round % 7) + n if round % 2 else [n, 2 * n, 3 * n]
        right += evaluate(text, {"amount": 2, "n": n}) == expected
        try:
            evaluate("for i in 1..1000000 return i", {}, limits=Limits(steps=200))
        except FeelLimit:
            right += 1
    return right


def test_eight_threads_get_right_answers() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(_right_answers, range(8))) == [120] * 8


def test_eight_threads_get_right_answers_beside_hostile_ones() -> None:
    stop = threading.Event()
    ended: list[str] = []

    def attack(names: list[str]) -> None:
        for name in itertools.cycle(names):
            if stop.is_set():
                return
            try:
                evaluate(EXPRESSIONS[name], {}, limits=Limits(steps=20_000))
            except FeelError as error:
                ended.append(error.code)

    names = list(EXPRESSIONS)
    with ThreadPoolExecutor(10) as pool:
        attackers = [pool.submit(attack, names[half::2]) for half in range(2)]
        try:
            assert list(pool.map(_right_answers, range(8))) == [120] * 8
        finally:
            stop.set()
        for attacker in attackers:
            attacker.result()
    assert ended
