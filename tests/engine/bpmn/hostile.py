"""Models and values that are meant to do harm, each tried in this process; prints what became of each as JSON.

    python -m tests.engine.bpmn.hostile

Run by test_hostile.py under a limit of memory and time.
"""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from engine import bpmn
from engine.errors import StepFailed
from engine.expressions import InstanceExpressions
from tests.engine.bpmn.builder import File, loop, timer

HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">'
LANGUAGE = InstanceExpressions(Session(), UUID(int=0))  # the real FEEL; no decision is asked, so no database


def refused(xml: bytes) -> str:
    """The codes of what is wrong with a file."""
    return ", ".join(sorted({finding.code for finding in bpmn.check(xml) if finding.severity == "error"}))


def stuck(xml: bytes, **variables: object) -> str:
    """The codes of the incidents an instance ends up in, still able to be saved and ended; or why it was not begun."""
    model = bpmn.read(xml)
    try:
        run = bpmn.start(model, "P", variables, LANGUAGE)
    except StepFailed as failure:
        return f"refused: {failure.error_code}"
    again = bpmn.load(model, run.dump(), LANGUAGE)
    found = Counter(wait.code for wait in again.waits() if wait.kind == "incident")
    again.cancel()
    assert again.ended
    return ", ".join(sorted(found))


def body(*parts: bytes) -> bytes:
    return b"".join((HEAD, b'<process id="P" isExecutable="true">', *parts, b"</process></definitions>"))


def entity_bomb() -> str:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return refused(b'<!DOCTYPE d [<!ENTITY e0 "ha">' + entities + b"]>" + body(b"&e11;"))


def file_by_entity() -> str:
    return refused(b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body(b"&e;"))


def attribute_of_ten_megabytes() -> str:
    return refused(body(b'<task id="t" name="' + b"n" * 10_000_000 + b'"/>'))


def id_of_four_megabytes() -> str:
    return refused(body(b'<startEvent id="' + b"i" * 4_000_000 + b'"/>'))


def name_of_four_megabytes() -> str:
    model = bpmn.read(body(b'<startEvent id="s" name="' + b"n" * 4_000_000 + b'"/>'))
    return str(bpmn.start(model, "P", {}, LANGUAGE).ended)


def hundred_thousand_elements() -> str:
    return refused(body(*(b'<task id="t%d"/>' % number for number in range(100_000))))


def deep_sub_processes() -> str:
    return refused(body(b"<subProcess>" * 100_000, b"</subProcess>" * 100_000))


def sub_processes_below_the_parser() -> str:
    return refused(body(b"<subProcess>" * 199, b"</subProcess>" * 199))


def deep_lanes() -> str:
    return refused(body(b"<laneSet><lane><childLaneSet>" * 70, b"</childLaneSet></lane></laneSet>" * 70))


def calls(*pairs: tuple[str, str], times: int = 1) -> bytes:
    """Processes that call one another, each so many times at once."""
    file = File()
    for caller, callee in pairs:
        process = file.process(caller)
        process.start(f"start_{caller}")
        for number in range(times):
            process.call(f"call_{caller}_{number}", callee)
            process.flow(f"start_{caller}", f"call_{caller}_{number}")
    return file.xml()


def calls_itself() -> str:
    return stuck(calls(("P", "P")))


def call_one_another() -> str:
    return stuck(calls(("P", "Q"), ("Q", "P")))


def calls_itself_twice() -> str:
    return stuck(calls(("P", "P"), times=2))


def fork_without_join(branches: int) -> bytes:
    """A loop round a parallel split: every round has so many times the tokens of the round before."""
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "round")
    process.node("parallelGateway", "fork")
    process.chain("start", "round", "fork")
    for _ in range(branches):
        process.flow("fork", "round")
    return file.xml()


def doubling_forks() -> str:
    return stuck(fork_without_join(2))


def hundredfold_forks() -> str:
    return stuck(fork_without_join(100))


def loops_in_loops() -> str:
    file = File()
    process = file.process()
    process.start()
    each = "=for i in 1..9000 return i"
    outer = process.sub("outer", loop(each))
    outer.start("begin")
    outer.user("inner", loop("=numbers"))
    outer.chain("begin", "inner")
    process.chain("start", "outer")
    return stuck(file.xml(), numbers=list(range(9_000)))


def a_million_instances() -> str:
    file = File()
    process = file.process()
    process.start()
    cardinality = "<bpmn:loopCardinality>=1000000</bpmn:loopCardinality>"
    process.user(
        "vote", f"<bpmn:multiInstanceLoopCharacteristics>{cardinality}</bpmn:multiInstanceLoopCharacteristics>"
    )
    process.chain("start", "vote")
    return stuck(file.xml())


def a_thousand_borders_of_each_instance() -> str:
    file = File()
    process = file.process()
    process.start()
    each = process.sub("each", loop("=for i in 1..9000 return i"))
    each.chain(each.start("begin"), each.user("vote"), each.end())
    for number in range(900):
        each.flow(each.boundary(f"b{number}", "vote", file.message(f"m{number}"), interrupting=False), "end")
    process.chain("start", "each")
    return stuck(file.xml())


def waiting_for(definition: Callable[[File], str]) -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("intermediateCatchEvent", "wait", definition(file))
    process.chain("start", "wait")
    return file.xml()


def a_key_of_a_megabyte() -> str:
    return stuck(waiting_for(lambda file: file.message("m", key="=key")), key="k" * 1_000_000)


def a_duration_beyond_the_calendar() -> str:
    return stuck(waiting_for(lambda _: timer(duration="=text")), text="P99999999999Y")


def a_date_in_the_year_9999() -> str:
    run = bpmn.start(bpmn.read(waiting_for(lambda _: timer(date="9999-12-31T23:59:59Z"))), "P", {}, LANGUAGE)
    return str(run.waits()[0].due_at)


def a_second_since_the_year_one() -> str:
    file = File()
    process = file.process()
    process.start()
    process.user("ask")
    process.boundary("tick", "ask", timer(cycle="R/0001-01-01T00:00:00Z/PT0.001S"), interrupting=False)
    process.end("ticked")
    process.chain("start", "ask")
    process.chain("tick", "ticked")
    run = bpmn.start(bpmn.read(file.xml()), "P", {}, LANGUAGE)
    return ", ".join(wait.kind for wait in run.waits())


def variables_of_fifty_megabytes() -> str:
    file = File()
    process = file.process()
    process.start()
    process.user("ask")
    process.chain("start", "ask")
    run = bpmn.start(bpmn.read(file.xml()), "P", {"text": "x" * 50_000_000}, LANGUAGE)
    try:
        run.dump()
    except StepFailed as failure:
        return failure.error_code
    return "kept"


CASES: dict[str, tuple[Callable[[], str], str]] = {
    "an entity bomb": (entity_bomb, "xml-doctype"),
    "a file read by an entity": (file_by_entity, "xml-doctype"),
    "an attribute of 10 MB": (attribute_of_ten_megabytes, "xml-too-large"),
    "an id of 4 MB": (id_of_four_megabytes, "id-too-long"),
    "a name of 4 MB": (name_of_four_megabytes, "True"),
    "100,000 elements": (hundred_thousand_elements, "too-many-elements"),
    "100,000 levels of sub-processes": (deep_sub_processes, "xml-malformed"),
    "199 levels of sub-processes": (sub_processes_below_the_parser, "xml-too-deep"),
    "210 levels of lanes": (deep_lanes, "xml-too-deep"),
    "a process that calls itself": (calls_itself, "call-too-deep"),
    "processes that call one another": (call_one_another, "call-too-deep"),
    "a process that calls itself twice": (calls_itself_twice, "refused: too-many-tokens"),
    "forks that double in a loop": (doubling_forks, "refused: endless-loop"),
    "forks that are a hundredfold in a loop": (hundredfold_forks, "refused: too-many-tokens"),
    "9,000 instances of 9,000 instances": (loops_in_loops, "refused: too-many-tokens"),
    "1,000,000 instances": (a_million_instances, "too-many-instances"),
    "900 events at each of 9,000 instances": (a_thousand_borders_of_each_instance, "refused: too-many-tokens"),
    "a correlation key of 1 MB": (a_key_of_a_megabyte, "correlation-too-long"),
    "a duration beyond the calendar": (a_duration_beyond_the_calendar, "timer-unreadable"),
    "a date in the year 9999": (a_date_in_the_year_9999, "9999-12-31 23:59:59+00:00"),
    "every millisecond since the year 1": (a_second_since_the_year_one, "user, timer"),
    "variables of 50 MB": (variables_of_fifty_megabytes, "variables-not-storable"),
}
"""What is tried, and what must become of it."""


def main() -> None:
    """Tries all cases, or those named, one after another."""
    for name, (case, _) in CASES.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        began = time.perf_counter()
        found = case()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        seconds = round(time.perf_counter() - began, 2)
        print(json.dumps({"case": name, "found": found, "seconds": seconds, "peak_mb": peak}), flush=True)  # noqa: T201  a command prints


if __name__ == "__main__":
    main()
