"""What a script assigns, step by step: the entries of a FEEL context, in which later ones see earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation.feel_text import Piece, Untranslatable

_MAX_STEPS = 200


@dataclass
class Assignments:
    """`steps` are the entries; `outputs` says which of them is each variable's last value.

    `names` are the current entries of all names, local ones of the script included; `value` is what it returns.
    """

    steps: list[tuple[str, Piece]] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    value: Piece | None = None

    def set(self, variable: str, value: Piece, *, local: bool = False) -> None:
        """Assigns; a name that was assigned before goes on under another entry, because entries are set once."""
        feel.plain_name(variable)
        if len(self.steps) >= _MAX_STEPS:
            raise Untranslatable("the script is too long")
        taken = {entry for entry, _ in self.steps}
        entry, number = variable, 2
        while entry in taken:
            entry, number = f"{variable}_{number}", number + 1
        self.steps.append((entry, value))
        self.names[variable] = entry
        if not local:
            self.outputs[variable] = entry

    @property
    def renamed(self) -> Mapping[str, str]:
        """Names that stand for another entry by now."""
        return {name: entry for name, entry in self.names.items() if name != entry}
