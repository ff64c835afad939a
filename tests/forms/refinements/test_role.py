from tests.forms.drawing import codes, form, refined, submit
from tests.forms.sources import FewSources


def test_a_role_that_nobody_knows_cannot_be_chosen() -> None:
    assert codes(submit(form(refined("taglist", "role")), {"a": ["ghosts"]}, sources=FewSources())) == [
        "option-not-offered"
    ]
