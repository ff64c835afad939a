"""Random expressions guided by coverage: `make fuzz-feel`, or `python -m tests.engine.feel.fuzz --minutes 60`.

Needs atheris, which `make test` does not. What it learns is kept in `build/fuzz-feel` and used by the next run. It
stops at the first text that breaks a rule of `checks.py` or takes long, and prints the text as a line for
`corpus.jsonl`, which `test_fuzz.py` replays.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["engine.feel"]):
    from tests.engine.feel.checks import check
    from tests.engine.feel.grammar import text_of

LEARNED = Path("build/fuzz-feel")
LONGEST_DATA = 400
SLOW_SECONDS = 3.0
"""Of processor time for one text with the tracing of coverage, which makes it about ten times slower."""


def main() -> None:
    """Fuzz for a time; ends the process."""
    options = argparse.ArgumentParser(description="Random expressions, guided by coverage.")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--learned", type=Path, default=LEARNED)
    chosen = options.parse_args()
    chosen.learned.mkdir(parents=True, exist_ok=True)
    settings = [f"-max_total_time={int(chosen.minutes * 60)}", f"-max_len={LONGEST_DATA}", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], str(chosen.learned), f"-artifact_prefix={chosen.learned}-", *settings], one)
    atheris.Fuzz()


def one(data: bytes) -> None:
    """Check the text that the fuzzer's bytes stand for."""
    text, is_unary = text_of(data)
    began = time.process_time()
    try:
        check(text, is_unary=is_unary)
        assert time.process_time() - began < SLOW_SECONDS, "slow"
    except BaseException:
        sys.stderr.write(f"\n{json.dumps([text, is_unary], ensure_ascii=False)}\n")
        raise


if __name__ == "__main__":
    main()
