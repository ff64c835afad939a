"""The tables, a file per noun: columns and small predicates, no behaviour."""

from engine.models.attachment import Attachment
from engine.models.batch import Batch, BatchItem, BatchItemState, BatchState
from engine.models.customer import Customer
from engine.models.definition import DecisionDefinition, DefinitionState, Deployment, FormDefinition, ProcessDefinition
from engine.models.history import Event
from engine.models.identity import ApiToken, Attempt, Group, LoginSession, Membership, Person
from engine.models.instance import InstanceState, ProcessInstance
from engine.models.job import Command, Incident, IncidentState, Job, JobState, StartTimer, Subscription, Timer
from engine.models.mail import Mail
from engine.models.row_import import ImportRow, ImportState, RowImport, RowState
from engine.models.task import Comment, Draft, TaskKind, TaskRead, TaskState, UserTask
from engine.models.task_link import TaskLink

__all__ = [
    "ApiToken",
    "Attachment",
    "Attempt",
    "Batch",
    "BatchItem",
    "BatchItemState",
    "BatchState",
    "Command",
    "Comment",
    "Customer",
    "DecisionDefinition",
    "DefinitionState",
    "Deployment",
    "Draft",
    "Event",
    "FormDefinition",
    "Group",
    "ImportRow",
    "ImportState",
    "Incident",
    "IncidentState",
    "InstanceState",
    "Job",
    "JobState",
    "LoginSession",
    "Mail",
    "Membership",
    "Person",
    "ProcessDefinition",
    "ProcessInstance",
    "RowImport",
    "RowState",
    "StartTimer",
    "Subscription",
    "TaskKind",
    "TaskLink",
    "TaskRead",
    "TaskState",
    "Timer",
    "UserTask",
]
