"""What customers are asked: each question once, whoever of the staff saw it first."""

from queue import Empty, SimpleQueue
from threading import Lock

from tests.chaos.stories import Story


class Questions:
    """Between the staff and the customers."""

    def __init__(self) -> None:
        self._open: SimpleQueue[Story] = SimpleQueue()
        self._asked: set[str] = set()
        self._lock = Lock()

    def ask(self, story: Story, task_id: str) -> None:
        """Pass a question on, unless it was passed on before."""
        with self._lock:
            if task_id in self._asked:
                return
            self._asked.add(task_id)
        self._open.put(story)

    def put_back(self, story: Story) -> None:
        """It cannot be answered yet."""
        self._open.put(story)

    def take(self, *, timeout: float) -> Story | None:
        """The next question, None when there is none for so many seconds."""
        try:
            return self._open.get(timeout=timeout)
        except Empty:
            return None
