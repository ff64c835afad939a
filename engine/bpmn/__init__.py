"""The only door to SpiffWorkflow: diagrams become shared models, and runs move their tokens."""

from engine.bpmn.activity import (
    Activity,
    AdHoc,
    Assignment,
    Attributes,
    CalledDecision,
    CalledProcess,
    FormBinding,
    JobDefinition,
    Loop,
    MessageRef,
    Schedule,
    Script,
    StandardLoop,
    Timer,
    VariableMapping,
)
from engine.bpmn.expressions import Callee, Callees, Expressions
from engine.bpmn.migration_plan import Verdict, suggest
from engine.bpmn.moves import Begin, Moved
from engine.bpmn.places import Place, Standing
from engine.bpmn.rules.messages import FINDING_MESSAGES
from engine.bpmn.spec import Model, ProcessModel, Start, check, read
from engine.bpmn.waits import Step, Thrown, Wait
from engine.bpmn.workflow import Run, load, start

__all__ = [
    "FINDING_MESSAGES",
    "Activity",
    "AdHoc",
    "Assignment",
    "Attributes",
    "Begin",
    "CalledDecision",
    "CalledProcess",
    "Callee",
    "Callees",
    "Expressions",
    "FormBinding",
    "JobDefinition",
    "Loop",
    "MessageRef",
    "Model",
    "Moved",
    "Place",
    "ProcessModel",
    "Run",
    "Schedule",
    "Script",
    "StandardLoop",
    "Standing",
    "Start",
    "Step",
    "Thrown",
    "Timer",
    "VariableMapping",
    "Verdict",
    "Wait",
    "check",
    "load",
    "read",
    "start",
    "suggest",
]
