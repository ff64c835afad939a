"""Diagrams on which commands get in one another's way."""

from tests.engine.bpmn.builder import File, extension, mapping, timer, zeebe


def crossing() -> bytes:
    """A task with everything at its border: a timer, a message, a repeating reminder that makes work for others."""
    file = File()
    process = file.process("crossing")
    process.start()
    process.user("ask", extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    process.boundary("too-late", "ask", timer(duration="PT1H"))
    process.boundary("answered", "ask", file.message("answer", key="=number"))
    process.boundary("again", "ask", timer(cycle="R/PT10M"), interrupting=False)
    process.user("nudge", extension(zeebe("assignmentDefinition", candidateGroups="managers")))
    process.end("nudged")
    for way in ("by person", "by timer", "by message"):
        process.user(way, extension(zeebe("assignmentDefinition", candidateGroups="sales")))
        process.end(f"end {way}")
        process.chain(way, f"end {way}")
    process.chain("start", "ask", "by person")
    process.chain("too-late", "by timer")
    process.chain("answered", "by message")
    process.chain("again", "nudge", "nudged")
    return file.xml()


def storm() -> bytes:
    """ask (with a reminder and a message at its border) → job → ask again, for ever."""
    file = File()
    process = file.process("storm")
    process.start()
    process.node("exclusiveGateway", "round")
    process.user("ask", extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    process.boundary("again", "ask", timer(cycle="R/PT0.05S"), interrupting=False)
    process.user("nudge", extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    process.end("nudged")
    process.boundary("answered", "ask", file.message("answer", key="=number"))
    process.node(
        "serviceTask",
        "tell",
        extension(
            zeebe("taskDefinition", type="mail"),
            mapping(inputs={"to": '="ann@sales.example"', "subject": '="asked"', "text": '="again"'}),
        ),
    )
    process.chain("start", "round", "ask", "tell", "round")
    process.chain("answered", "tell")
    process.chain("again", "nudge", "nudged")
    return file.xml()
