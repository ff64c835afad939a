"""The shipped complaint process with its time limits in seconds instead of hours and days, and a repeating timer."""

import io
import re
import zipfile

from engine import packages
from tests.engine.bpmn.builder import File, extension, mapping, timer, zeebe

PROCESS = "complaint-handling"
ROUND = "chaos-round"
REMINDERS = 3
"""How often the repeating timer of a round fires."""

_LIMIT = re.compile(rb"\bP(?:(\d+)D|T(\d+)H|T(\d+)M)\b")


def package(pace: float) -> bytes:
    """The zip of a package whose newest versions of process and decisions take the place of the shipped ones.

    An hour lasts `pace` seconds, and from the ninth on a tenth of that.
    """
    folder = packages.SHIPPED / PROCESS
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "scenarios"):
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            if path.suffix in (".bpmn", ".dmn"):
                data = _LIMIT.sub(lambda limit: _hurried(limit, pace), data)
            elif name == "package.toml":
                # Another package: the shipped one stays in service unchanged and is not deployed anew at every start.
                data = data.replace(b'key = "complaint-handling"', b'key = "complaint-handling-hurried"')
            archive.writestr(name, data)
        archive.writestr("round.bpmn", _round(pace))
    return written.getvalue()


def _hurried(limit: re.Match[bytes], pace: float) -> bytes:
    days, hours, minutes = (int(part or 0) for part in limit.groups())
    hours_in_all = days * 24 + hours + minutes / 60
    return f"PT{pace * (min(hours_in_all, 8) + max(hours_in_all - 8, 0) / 10):.2f}S".encode()


def _round(pace: float) -> bytes:
    """A task that nobody does, with three reminders by mail."""
    file = File()
    process = file.process(ROUND, extension('<bihuan:starters groups="staff"/>'))
    process.start()
    process.user("watch", extension(zeebe("assignmentDefinition", candidateGroups="supervisor")))
    cycle = timer(cycle=f"R{REMINDERS}/PT{2 * pace:.2f}S")
    process.boundary("again", "watch", cycle, interrupting=False)
    process.node(
        "serviceTask",
        "remind",
        extension(
            zeebe("taskDefinition", type="mail"),
            mapping(inputs={"to": '="round@city-mobile.example"', "subject": "=businessKey", "text": '="again"'}),
        ),
    )
    process.end("done")
    process.end("reminded")
    process.chain("start", "watch", "done")
    process.chain("again", "remind", "reminded")
    return file.xml()
