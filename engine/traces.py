"""What a log may say of an exception: its kind and where it came from, never its text, which may quote a customer."""

import traceback


def of(error: BaseException) -> str:
    """Kind and frames of an exception and of what caused it, the cause first."""
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes:
        causes.insert(0, current)
        current = current.__cause__
    return "\n".join(f"{type(each).__name__}\n{''.join(traceback.format_tb(each.__traceback__))}" for each in causes)
