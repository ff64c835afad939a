"""What a caller can do wrong, as a tree of exceptions that know no HTTP.

    BihuanError
    ├── NotFound
    ├── NotAllowed
    │   ├── NotLoggedIn
    │   └── LoginRefused             wrong login or password
    ├── Conflict
    │   ├── LoginTaken               two people cannot have one login
    │   ├── AlreadyDone              somebody completed the task first
    │   ├── TaskTaken                somebody else has claimed the task
    │   ├── WrongState               the instance is suspended, ended …
    │   ├── NothingStuck             there is no incident to retry
    │   ├── LinkUsed                 a one-time link brought its answer already
    │   ├── LinkExpired              its time is over
    │   ├── LinkRevoked              whoever made it took it back
    │   ├── LinkOver                 its task is not needed any more
    │   ├── LinksTooMany             a task that too many people outside are asked to do
    │   ├── BatchWrongState          a bulk operation that is stopped cannot be stopped …
    │   ├── ImportWrongState         an import that was begun cannot be begun …
    │   └── StaleRevision            two edits of one draft
    ├── Invalid
    │   ├── FormInvalid              all field errors of a submission at once
    │   ├── ModelRefused             a model that would not run as drawn
    │   ├── PackageRefused           a package folder that does not hold together
    │   ├── MessageUnmatched         nobody waits for this message
    │   ├── MessageAmbiguous         more than one instance waits for it
    │   ├── ReasonMissing            done by hand, and nobody says why
    │   ├── MoveRefused              tokens that cannot be moved like this
    │   ├── MigrationRefused         an instance that cannot go to that version
    │   ├── DecisionUndecided        a decision without a sound result for these values
    │   ├── CommentRefused           empty or far too long
    │   ├── BatchEmpty               a bulk operation on nothing
    │   ├── BatchTooLarge            … or on too much
    │   ├── TableRefused             a file that is no table
    │   └── FileRefused
    │       ├── FileTooLarge
    │       ├── FileEmpty
    │       ├── FileTypeRefused      a kind that is not taken here
    │       └── FileNotAsNamed       the content is not what the name says
    ├── TooManyAttempts              rate limit
    ├── StepFailed                   an automatic step failed; the instance stays as it was before
    └── SnapshotUnreadable           a snapshot of an unknown format version

A class's `code` is what travels (REST, pages, tests); its docstring is the English message template, filled with
`params` and translated at the edge. No local variables, answers or secrets are ever kept with an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class BihuanError(Exception):
    """Something went wrong."""

    code = "error"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.message(params))
        self.params = params

    @classmethod
    def template(cls) -> str:
        """The English message template of this class: the first line of its docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def message(cls, params: dict[str, Any]) -> str:
        """The English sentence for logs; a missing parameter shows as its name, never as another error."""
        return cls.template().format_map(_Blank(params))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class NotFound(BihuanError):
    """There is no {kind} “{id}”. It may have been removed, or the address is wrong."""

    code = "not-found"


class NotAllowed(BihuanError):
    """You are not allowed to do this. Ask the person who manages this process."""

    code = "not-allowed"


class NotLoggedIn(NotAllowed):
    """Please log in and try again; what you typed is kept."""

    code = "not-logged-in"


class LoginRefused(NotAllowed):
    """The login name or the password is wrong."""

    code = "login-refused"


class Conflict(BihuanError):
    """Somebody else changed this at the same moment. Reload and try again."""

    code = "conflict"


class AlreadyDone(Conflict):
    """This task was done by {person} at {at}. Nothing more is needed; your draft is kept."""

    code = "already-done"


class TaskTaken(Conflict):
    """{person} has claimed this task. Ask them to give it back, or pick another one."""

    code = "task-taken"


class WrongState(Conflict):
    """This is not possible while the instance is {state}."""

    code = "wrong-state"


class NothingStuck(Conflict):
    """There is no open incident in this instance."""

    code = "nothing-stuck"


class BatchWrongState(Conflict):
    """This is not possible while the bulk operation is {state}."""

    code = "batch-wrong-state"


class StaleRevision(Conflict):
    """This was changed in another window. Reload to see the newest state; what you typed is kept."""

    code = "stale-revision"


class Invalid(BihuanError):
    """Something in the request is not right: {reason}"""

    code = "invalid"


class FormInvalid(Invalid):
    """Some answers need another look."""

    code = "form-invalid"

    def __init__(self, errors: Sequence[Any]) -> None:
        super().__init__(count=len(errors))
        self.errors = tuple(errors)


class ModelRefused(Invalid):
    """The model cannot be run as it is drawn: {count} problems."""

    code = "model-refused"

    def __init__(self, findings: Sequence["Finding"]) -> None:
        errors = [finding for finding in findings if finding.severity == "error"]
        super().__init__(count=len(errors))
        self.findings = tuple(findings)


class PackageRefused(Invalid):
    """The package {package} cannot be deployed: {reason}"""

    code = "package-refused"


class MessageUnmatched(Invalid):
    """Nobody is waiting for the message “{name}” with this key."""

    code = "message-unmatched"


class MessageAmbiguous(Invalid):
    """More than one instance waits for the message “{name}” with this key. Give a correlation key that is unique."""

    code = "message-ambiguous"


class ReasonMissing(Invalid):
    """Please say why: the reason stands in the history."""

    code = "reason-missing"


class MoveRefused(Invalid):
    """This move is not possible{where}: {reason}

    `reason` is a code: see `engine.bpmn.places`. `scopes` are the token ids to choose from, where one must be named.
    """

    code = "move-refused"

    def __init__(self, reason: str, *, element: str = "", scopes: Sequence[str] = ()) -> None:
        super().__init__(reason=reason, where=_where(element), element=element, scopes=list(scopes))
        self.reason = reason
        self.scopes = tuple(scopes)


class MigrationRefused(Invalid):
    """This instance cannot be migrated{where}: {reason}

    `reason` is a code: see `engine.bpmn.migration_plan`.
    """

    code = "migration-refused"

    def __init__(self, reason: str, *, elements: Sequence[str] = ()) -> None:
        named = ", ".join(elements)
        super().__init__(reason=reason, where=_where(named), elements=named)
        self.reason = reason


def _where(elements: str) -> str:
    return f" ({elements})" if elements else ""


class DecisionUndecided(Invalid):
    """The decision “{decision}” has no result for these values: {reason}"""

    code = "decision-undecided"


class CommentRefused(Invalid):
    """A comment needs some text, and not more than {limit} characters."""

    code = "comment-refused"


class BatchEmpty(Invalid):
    """No instance is chosen, or none of them is running any more."""

    code = "batch-empty"


class BatchTooLarge(Invalid):
    """{count} instances are too many for one bulk operation; the most is {limit}. Narrow the search."""

    code = "batch-too-large"


class LinkUsed(Conflict):
    """This link has been used: your answer arrived on {at}. Nothing more needs to be done."""

    code = "link-used"


class LinkExpired(Conflict):
    """This link was valid until {at}. Please ask whoever sent it for a new one."""

    code = "link-expired"


class LinkRevoked(Conflict):
    """This link has been taken back. Please ask whoever sent it."""

    code = "link-revoked"


class LinkOver(Conflict):
    """This is not needed any more: it has been done in another way. Thank you."""

    code = "link-over"


class LinksTooMany(Conflict):
    """There are {limit} open links for this task already. Take one back first."""

    code = "links-too-many"


class TableRefused(Invalid):
    """This table cannot be read: {reason}."""

    code = "table-refused"


class ImportWrongState(Conflict):
    """This is not possible while the import is {state}."""

    code = "import-wrong-state"


class FileRefused(Invalid):
    """The file {filename} cannot be accepted: {reason}"""

    code = "file-refused"


class FileTooLarge(FileRefused):
    """The file “{filename}” is larger than {limit} MB. Make it smaller or split it."""

    code = "file-too-large"


class FileEmpty(FileRefused):
    """The file “{filename}” is empty. Choose it again, or another one."""

    code = "file-empty"


class FileTypeRefused(FileRefused):
    """Files like “{filename}” are not taken here. Allowed: {allowed}."""

    code = "file-type-refused"


class FileNotAsNamed(FileRefused):
    """The content of “{filename}” is not what its name says. Save it again in the right format."""

    code = "file-not-as-named"


class LoginTaken(Conflict):
    """There is somebody with the login “{login}” already. Choose another one."""

    code = "login-taken"


class PasswordRefused(Invalid):
    """A password needs at least {minimum} characters and must not be the login name."""

    code = "password-refused"


class TooManyAttempts(BihuanError):
    """Too many attempts. Please wait {seconds} seconds and try again."""

    code = "too-many-attempts"


_LONGEST = 300
_NAMING = frozenset(
    {"name", "parameter", "operator", "kind", "left", "right", "wanted", "limit", "index", "length", "suggestion"}
)


def naming(params: Mapping[str, Any]) -> dict[str, Any]:
    """What may be kept of the parameters of a failed expression: names, kinds and limits, never a value."""
    return {name: value for name, value in params.items() if name in _NAMING}


def _cut(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value


class StepFailed(BihuanError):
    """The step “{element}” could not be carried out: {reason}"""

    code = "step-failed"

    def __init__(self, *, element_id: str, error_code: str, reason: str, **params: Any) -> None:
        super().__init__(element=element_id, reason=reason, **params)
        self.element_id = element_id
        self.error_code = error_code
        self.reason = reason
        self.parameters = {name: _cut(value) for name, value in params.items()}
        """What an incident keeps to say it in any language: texts of the model, names and kinds, never a value."""


class SnapshotUnreadable(BihuanError):
    """The saved state has format {version}, which this release cannot read. Use the release that wrote it."""

    code = "snapshot-unreadable"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One remark of a check on a model or form: a stable code, where it is, and what fills its message."""

    code: str
    severity: str  # "error" refuses the model, "warning" asks for a word, "hint" is advice
    element_id: str = ""
    element_name: str = ""
    line: int = 0
    params: dict[str, Any] = field(default_factory=dict)
