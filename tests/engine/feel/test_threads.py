"""Many threads evaluate the same texts at once; each gets its own answers and its own limits."""

from concurrent.futures import ThreadPoolExecutor

from engine.feel import FeelLimit, Limits, evaluate


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
