"""The package can be lifted out of this project: alone in a folder it works, with nothing but Python's own library."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from engine import feel

_PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from engine.feel import evaluate, unary
value = evaluate("sum(for line in lines return line.price * line.qty) - 0.1", {"lines": [{"price": 0.2, "qty": 3}]})
loaded = {name.split(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)
foreign = [name for name in loaded if not name.startswith("_sysconfigdata")]
print(json.dumps([float(value), unary("> 5", 6, {}), foreign]))
"""


def test_it_needs_nothing_but_python(tmp_path: Path) -> None:
    shutil.copytree(Path(feel.__file__).parent, tmp_path / "engine" / "feel")
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(found.stdout) == [0.5, True, ["engine"]]
