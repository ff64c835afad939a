"""What hostile expressions cost: each in a process of its own, `python -m tests.engine.feel.weigh [NAME …]`.

Prints a line of JSON for each: its name, the seconds of processor time, the megabytes it added at its peak, and the
code of its error, if it had one.
"""

import json
import os
import resource
import sys
import time

from engine.feel import FeelError, evaluate
from tests.engine.feel.hostile import EXPRESSIONS


def main() -> None:
    evaluate("1 + 1", {})
    for name in sys.argv[1:] or EXPRESSIONS:
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            if status:
                sys.stdout.write(
                    json.dumps({"name": name, "code": f"crashed: {status}", "seconds": 0, "megabytes": 0}) + "\n"
                )
        else:
            sys.stdout.write(json.dumps({"name": name, **_weighed(EXPRESSIONS[name])}) + "\n")
            sys.stdout.flush()
            os._exit(0)


def _weighed(text: str) -> dict[str, object]:
    before, began = _peak(), time.process_time()
    code = None
    try:
        evaluate(text, {})
    except FeelError as error:
        code = error.code
    return {"seconds": time.process_time() - began, "megabytes": (_peak() - before) / 1e3, "code": code}


def _peak() -> int:
    """Kilobytes of memory at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
