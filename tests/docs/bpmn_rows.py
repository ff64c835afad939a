"""The rows of the handbook's table of BPMN support in both languages; the English name is the one that marks use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TRIGGERS: Mapping[str, str] = {
    "none": "无触发器",
    "message": "消息",
    "signal": "信号",
    "timer, date": "定时器，日期",
    "timer, duration": "定时器，时长",
    "timer, repeating": "定时器，重复",
    "timer, FEEL": "定时器，FEEL",
    "condition": "条件",
    "error": "错误",
    "escalation": "升级",
    "link": "链接",
    "compensation": "补偿",
    "cancel": "取消",
    "terminate": "终止",
    "any of several": "多重（任一）",
    "all of several": "并行多重（全部）",
}
EVENTS: Mapping[str, str] = {
    "start event": "开始事件",
    "start event of a sub-process": "子流程的开始事件",
    "event sub-process, interrupting": "事件子流程，中断",
    "event sub-process, beside its scope": "事件子流程，不中断",
    "intermediate event that catches": "中间捕获事件",
    "intermediate event that throws": "中间抛出事件",
    "boundary event, interrupting": "边界事件，中断",
    "boundary event, beside its activity": "边界事件，不中断",
    "end event": "结束事件",
}
_NEVER_BESIDE = ("none", "link", "compensation", "cancel", "terminate")
_IN_SUB_PROCESS = ("message", "signal", "timer, duration")
_THROWING = ("intermediate event that throws", "end event")
_NEVER_THROWN = ("timer, date", "timer, repeating", "timer, FEEL", "all of several")

LEFT_OUT = {
    *(f"start event of a sub-process: {each}" for each in TRIGGERS if each not in _IN_SUB_PROCESS),
    *(f"{event}: {each}" for event in _THROWING for each in _NEVER_THROWN),
    *(f"boundary event, beside its activity: {each}" for each in _NEVER_BESIDE),
    *(f"event sub-process, beside its scope: {each}" for each in _NEVER_BESIDE),
    "start event: timer, FEEL",
    "boundary event, interrupting: timer, repeating",
    "event sub-process, interrupting: timer, repeating",
}
"""Combinations that no tool draws, or that say the same as another row."""

ACTIVITIES: Mapping[str, str] = {
    "task": "任务（无类型）",
    "user task": "用户任务",
    "manual task": "手工任务",
    "service task": "服务任务",
    "service task without a job type": "没有作业类型的服务任务",
    "send task": "发送任务",
    "receive task with a message": "接收任务，有消息",
    "receive task without a message": "接收任务，无消息（由人完成）",
    "receive task that starts an instance": "启动流程实例的接收任务",
    "script task in FEEL": "脚本任务（FEEL）",
    "script that FEEL cannot say": "FEEL 无法表达的脚本",
    "script task without a script": "没有脚本的脚本任务",
    "business rule task": "业务规则任务",
    "business rule task without a decision": "没有决策的业务规则任务",
    "DMN decision table: all hit policies": "DMN 决策表：全部命中策略",
    "DMN decisions that require others": "依赖其他决策的 DMN 决策",
    "DMN boxed expressions": "DMN 盒式表达式",
    "DMN knowledge models and decision services": "DMN 业务知识模型与决策服务",
    "DMN item definitions": "DMN 类型定义",
    "DMN imports of files of the package": "DMN 导入同一流程包中的文件",
    "DMN cells in JUEL that FEEL can say": "FEEL 能表达的 JUEL 单元格（DMN）",
    "business rule task: version tag or deployment": "业务规则任务：按版本标签或同一部署",
    "call activity: process of the same file": "调用活动：同一文件中的流程",
    "call activity: process in service, newest version": "调用活动：已部署流程的最新版本",
    "call activity: version tag or deployment": "调用活动：按版本标签或同一部署",
    "call activity: name from FEEL": "调用活动：名称来自 FEEL",
    "call activity: variables in and out": "调用活动：变量传入与传出",
    "call activity: process that is not there": "调用活动：流程不存在（成为异常，可重试）",
    "call activity without a process": "没有指明流程的调用活动",
    "sub-process": "子流程",
    "sub-process with nothing in it": "空子流程",
    "sub-process with several starts": "有多个开始的子流程",
    "transaction": "事务",
    "cancel outside a transaction": "事务之外的取消",
    "ad-hoc sub-process with a list": "特别子流程，由列表开始",
    "ad-hoc sub-process with a completion condition": "特别子流程，有完成条件",
    "ad-hoc sub-process in which people choose": "特别子流程，由人选择",
    "ad-hoc sub-process with a start event": "有开始事件的特别子流程",
    "multi-instance, parallel": "多实例，并行",
    "multi-instance, sequential": "多实例，顺序",
    "multi-instance over nothing": "多实例，集合为空",
    "multi-instance: completion condition": "多实例：完成条件",
    "multi-instance: counters": "多实例：计数变量",
    "multi-instance of a sub-process or call activity": "子流程或调用活动的多实例",
    "multi-instance with a boundary event": "带边界事件的多实例",
    "multi-instance without a collection or number": "没有集合也没有次数的多实例",
    "standard loop": "标准循环",
    "standard loop with a boundary event": "带边界事件的标准循环",
    "standard loop without a condition or maximum": "没有条件也没有上限的标准循环",
    "repeated activity behind a boundary event": "边界事件之后的重复活动",
    "compensation of a sub-process": "子流程的补偿",
    "compensation of a multi-instance": "多实例的补偿",
    "compensation event without an activity that undoes": "没有补偿活动的补偿事件",
    "several tokens at once (startQuantity)": "一次多个令牌（startQuantity）",
}
GATEWAYS: Mapping[str, str] = {
    "exclusive gateway": "排他网关",
    "exclusive gateway: no way out is open": "排他网关：没有可走的出口（成为异常，可重试）",
    "parallel gateway": "并行网关",
    "parallel gateway in a loop": "循环中的并行网关",
    "inclusive gateway": "包容网关",
    "inclusive gateway in a loop": "循环中的包容网关",
    "inclusive gateway: waits for all that can still come": "包容网关：等待一切仍可能到达的令牌",
    "event-based gateway: message": "事件网关：消息",
    "event-based gateway: signal": "事件网关：信号",
    "event-based gateway: timer, duration": "事件网关：定时器",
    "event-based gateway: several timers": "事件网关：多个定时器",
    "event-based gateway: condition": "事件网关：条件",
    "event-based gateway: receive task": "事件网关：接收任务",
    "event-based gateway: several triggers in one event": "事件网关：一个事件有多个触发器",
    "event-based gateway with one way": "只有一个出口的事件网关",
    "event-based gateway before other work": "后面是其他工作的事件网关",
    "event-based gateway that starts an instance": "启动流程实例的事件网关",
    "complex gateway": "复杂网关",
}
BETWEEN: Mapping[str, str] = {
    "message: exactly one instance": "消息：恰好到达一个流程实例",
    "message that is thrown without a job type": "抛出的消息没有作业类型",
    "correlation by BPMN's own keys and properties": "用 BPMN 自带的关联键与属性关联",
    "signal: all who wait": "信号：到达所有等待者",
    "error that nobody catches": "无人捕获的错误（成为异常）",
    "error that is thrown without a code": "抛出的错误没有代码",
    "escalation that nobody catches": "无人捕获的升级（流程继续）",
}
DRAWING: Mapping[str, str] = {
    "several flows out of an activity": "活动有多条流出的顺序流",
    "condition on a flow out of an activity": "活动流出的顺序流上的条件",
    "flow out of a choice without a condition": "选择之后没有条件的顺序流",
    "flow that ends nowhere": "没有终点的顺序流",
    "no start event or no end event": "没有开始事件或结束事件",
    "element that nothing leads to": "没有来路的元素",
    "expression that FEEL cannot say": "FEEL 无法表达的表达式",
    "lanes": "泳道",
    "pools and message flows": "泳池与消息流",
    "data objects, data stores and data associations": "数据对象、数据存储与数据关联",
    "annotations and groups": "注释与分组",
    "choreography task": "编排任务",
    "1,500 elements in a row": "连续 1500 个元素",
    "more than 2,000 elements": "超过 2000 个元素",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One table: its heading and its rows, the English name with the Chinese one."""

    english: str
    chinese: str
    rows: Mapping[str, str]


def _events() -> Iterator[tuple[str, str]]:
    for event, event_zh in EVENTS.items():
        for trigger, trigger_zh in TRIGGERS.items():
            row = f"{event}: {trigger}"
            if row not in LEFT_OUT:
                yield row, f"{event_zh}：{trigger_zh}"


PARTS: tuple[Part, ...] = (
    Part(english="Activities", chinese="活动", rows=ACTIVITIES),
    Part(english="Events", chinese="事件", rows=dict(_events())),
    Part(english="Gateways", chinese="网关", rows=GATEWAYS),
    Part(english="Messages, signals, errors, escalations", chinese="消息、信号、错误、升级", rows=BETWEEN),
    Part(english="Flows, drawings, sizes", chinese="顺序流、图形、规模", rows=DRAWING),
)
ROWS: frozenset[str] = frozenset(row for part in PARTS for row in part.rows)

REFUSED_WHEN_DEPLOYED: Mapping[str, str] = {
    "start event: condition": "start-by-condition",
}
"""Rows that the token game can run and that nobody could begin here yet."""
