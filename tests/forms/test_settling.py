from tests.forms.drawing import field, form, submit


def test_a_long_chain_of_computed_fields_is_computed_to_its_end() -> None:
    links = [field("expression", f"e{at}", expression=f"=e{at + 1} + 1") for at in range(40)]
    drawn = form(*links, field("number", "e40"))
    assert submit(drawn, {"e40": 2}).data["e0"] == 42


def test_a_loop_of_computed_fields_ends() -> None:
    drawn = form(
        field("expression", "a", expression="=if b = null then 1 else b + 1"),
        field("expression", "b", expression="=if a = null then 1 else a + 1"),
    )
    assert submit(drawn, {}).errors == ()


def test_what_waits_for_submission_is_computed_last_and_once() -> None:
    drawn = form(
        field("number", "n"),
        field("expression", "early", expression="=late + 1"),
        field("expression", "late", expression="=n + 1", computeOn="presubmit"),
    )
    assert submit(drawn, {"n": 1}).data == {"n": 1, "early": None, "late": 2}


def test_an_option_that_another_answer_takes_away_is_dropped() -> None:
    drawn = form(field("textfield", "b"), field("select", valuesExpression='=if b = "1" then ["x"] else ["y"]'))
    assert submit(drawn, {"b": "1", "a": "x"}).data["a"] == "x"
    assert submit(drawn, {"b": "2", "a": "x"}).data["a"] is None
