from typing import Any

from tests.forms.drawing import answer, codes, field, form, refined, refused, submit
from tests.forms.sources import FewSources

TREE: list[dict[str, Any]] = [
    {"label": "Zhejiang", "value": "ZJ", "children": [{"label": "Hangzhou", "value": "HZ"}, "Ningbo"]},
    {"label": "Shanghai", "value": "SH"},
]
PLACE = {**refined("select", "cascade"), "values": TREE}
BY_SOURCE = refined(
    "select", "cascade", "city", source={"kind": "decision", "decision": "d", "dependsOn": ["province"]}
)


def test_only_leaves_can_be_chosen() -> None:
    assert [answer(PLACE, value) for value in ("HZ", "Ningbo", "SH", "ZJ", "x")] == ["HZ", "Ningbo", "SH", None, None]


def test_the_whole_way_is_read() -> None:
    assert form(PLACE).display({"a": "HZ"}, "en")[0].text == "Zhejiang / Hangzhou"


def test_every_step_of_the_tree_has_translations() -> None:
    drawn = form(PLACE, bihuan={"translations": {"zh-CN": {"a": {"values.ZJ": "浙江", "values.HZ": "杭州"}}}})
    assert drawn.localise("zh-CN")["components"][0]["values"][0]["children"][0]["label"] == "杭州"
    assert drawn.display({"a": "HZ"}, "zh-CN")[0].text == "浙江 / 杭州"
    assert [gap.property for gap in drawn.missing_translations("zh-CN")] == ["values.SH"]


def test_a_source_hangs_on_other_answers() -> None:
    drawn = form(field("textfield", "province"), BY_SOURCE)
    sources = FewSources()
    assert submit(drawn, {"province": "ZJ", "city": "HZ"}, sources=sources).errors == ()
    assert codes(submit(drawn, {"province": "SH", "city": "HZ"}, sources=sources)) == ["option-not-offered"]
    held = {"province": "ZJ", "city": "HZ"}
    assert codes(submit(drawn, {**held, "province": "SH"}, held, sources=sources)) == ["option-not-offered"]
    assert drawn.display(held, "en", sources=sources)[1].text == "Hangzhou"


def test_there_must_be_something_to_choose() -> None:
    assert refused(refined("select", "cascade")) == ["cascade-without-tree"]
