"""The memory of compiled texts stays small."""

from engine.feel.cache import Cache


def test_a_value_is_made_once() -> None:
    cache: Cache[object] = Cache()
    assert cache.get("a", 1, object) is cache.get("a", 1, object)


def test_the_oldest_go_when_the_texts_are_too_long_together() -> None:
    cache: Cache[object] = Cache()
    first = cache.get("first", 200_000, object)
    cache.get("second", 200_000, object)
    cache.get("third", 200_000, object)
    assert cache.get("first", 200_000, object) is not first


def test_what_failed_is_not_remembered_as_a_value() -> None:
    cache: Cache[int] = Cache()

    def fail() -> int:
        raise ValueError

    try:
        cache.get("a", 1, fail)
    except ValueError:
        assert cache.get("a", 1, lambda: 2) == 2


def test_it_can_forget_everything() -> None:
    cache: Cache[object] = Cache()
    first = cache.get("a", 1, object)
    cache.clear()
    assert cache.get("a", 1, object) is not first
