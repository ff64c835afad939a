"""Why tokens cannot be moved or instances not migrated, and what becomes of each token, as sentences."""

from collections.abc import Mapping

from web.i18n import gettext_noop as _

MOVES: Mapping[str, str] = {
    "behind-event-gateway": _("it stands behind an event-based gateway; begin the gateway instead"),
    "boundary-event": _("an event on a border begins only with its activity"),
    "compensation-handler": _("it only undoes what was done, when the process asks for that"),
    "event-sub-process-start": _("an event sub-process is begun as a whole, not at its start event"),
    "inside-loop": _("it is repeated, and no instance of the loop is running; begin the whole loop instead"),
    "not-in-scope": _("it does not lie in the scope that was named"),
    "not-standing-there": _("the instance does not stand there"),
    "nothing-left": _("the instance would have nothing left to do; cancel the instance instead"),
    "nothing-to-move": _("nothing was named that should end or begin"),
    "scope-ambiguous": _("several instances of its scope are running; say which one"),
    "scope-unknown": _("the scope that was named is not running, or ends by this move"),
    "token-only-listens": _("it only listens, and ends with the activity or scope that it belongs to"),
    "unknown-element": _("there is no such element in the process"),
}
"""By the reason of a MoveRefused."""

MIGRATIONS: Mapping[str, str] = {
    "ad-hoc-changed": _("activities that are still to begin are no longer there"),
    "event-changed": _("it waits for another kind of event there"),
    "join-flow": _("it cannot be told which flow into the gateway has been taken; map the flows"),
    "loop-changed": _("it is repeated in another way there, or not at all"),
    "no-such-element": _("there is no such element in the new version; say which one is meant"),
    "not-to-invert": _("several elements have become one, so it is not known which one to go back to"),
    "nothing-to-undo": _("there is no migration to take back"),
    "other-kind": _("it is of another kind there"),
    "other-process": _("that is a version of another process"),
    "other-scope": _("it stands in another sub-process there"),
    "same-version": _("it runs on this version already"),
    "unknown-target": _("the element it should go to does not exist"),
}
"""By the reason of a MigrationRefused, or of a verdict that is in the way of one."""

REMARKS: Mapping[str, str] = {
    "not-undone-any-more": _("what was done here will no longer be undone"),
    "starts-listening": _("begins to listen"),
    "stays-in-called-process": _("stays on the version that was called"),
    "stops-listening": _("no longer listens"),
}
"""By the reason of a verdict on a token that goes on."""

VERDICTS: Mapping[str, str] = {
    "safe": _("goes on"),
    "mapped": _("goes on at the mapped element"),
    "needs_mapping": _("needs a mapping"),
    "blocked": _("is in the way"),
}
"""What becomes of a token."""

ALL: Mapping[str, str] = {**MOVES, **MIGRATIONS, **REMARKS}
