"""The invented cases: what was asked and what came of it, in working days before the last day."""

from dataclasses import dataclass, field
from typing import Any

AFTER_LAST_DAY = (11, 21)  # month and day; everything in the stories is earlier
EXAMPLE = "（示例，虚构）"


@dataclass(frozen=True)
class Step:
    """One act on a case, so many working days before the last day."""

    act: str
    day: int
    words: dict[str, Any] = field(default_factory=dict)

    def words_of(self, year: int) -> dict[str, Any]:
        """What is handed to the action; document numbers carry the year."""
        return {
            name: value.replace("YEAR", str(year)) if name == "number" else value for name, value in self.words.items()
        }


@dataclass(frozen=True)
class Story:
    """A request and the steps that followed."""

    item: str
    sent: int
    subject: str
    description: str
    steps: tuple[Step, ...] = ()
    contact: str = "示例经办人，电话 021-0000-0000"


def granted(day: int, number: int, reason: str = "") -> Step:
    return Step("decide", day, {"decision": "granted", "reason": reason, "number": f"示例字〔YEAR〕{number:03}号"})


def rated(day: int, level: int, comment: str = "") -> Step:
    return Step("rate", day, {"level": level, "comment": comment})


STORIES = (
    Story(
        "S05",
        45,
        f"第三类医疗器械经营许可{EXAMPLE}",
        "新增体外诊断试剂经营范围，冷库已验收。本件为演示用虚构内容。",
        (Step("accept", 43), granted(36, 1), rated(34, 5)),
    ),
    Story(
        "S21",
        40,
        "Work permit for a process engineer (example, invented)",
        "One engineer, contract of two years; degree certified. This text is invented for the demonstration.",
        (Step("accept", 38), granted(26, 2, "Issued after the promised day: the degree was certified late (invented)."),
         rated(24, 2, "Two weeks without a word on where the application stood (invented).")),
        "Example contact, office@example.invalid",
    ),
    Story(
        "S25",
        32,
        f"专利快速预审：封装散热结构{EXAMPLE}",
        "发明专利一件，备案主体有效。本件为演示用虚构内容。",
        (Step("accept", 31), granted(25, 3), rated(25, 4, "预审意见写得清楚（虚构）。")),
    ),
    Story(
        "S24",
        30,
        f"人才公寓申请：8套{EXAMPLE}",
        "新入职应届硕士8人。本件为演示用虚构内容。",
        (Step("accept", 28), Step("decide", 20, {"decision": "refused", "number": "示例字〔YEAR〕004号",
         "reason": "本年度房源已配完，明年3月重新受理；申请材料保留，无须重交（虚构）。"}),
         rated(19, 1, "等了8个工作日才知道没有房源（虚构）。")),
    ),
    Story(
        "S06",
        28,
        "Licence to trade hazardous chemicals (example, invented)",
        "Storage outside the park; safety report attached. This text is invented for the demonstration.",
        (Step("refuse", 25, {"reason": "The store lies in another district: its emergency management bureau is the"
         " one to ask. Nothing is missing from the papers (invented)."}),),
        "Example contact, office@example.invalid",
    ),
    Story(
        "S30",
        22,
        f"政府性融资担保申请{EXAMPLE}",
        "流动资金贷款500万元，期限1年。本件为演示用虚构内容。",
        (Step("withdraw", 20),),
    ),
    Story(
        "S28",
        18,
        f"技术合同认定登记：工艺开发{EXAMPLE}",
        "技术开发合同1份。本件为演示用虚构内容。",
        (Step("accept", 17), granted(14, 5, "认定为技术开发合同（虚构）。")),
    ),
    Story(
        "S29",
        16,
        "Matching for a loan backed by two patents (example, invented)",
        "Sum sought: 8 million yuan, two patents valued. This text is invented for the demonstration.",
        (Step("accept", 13),),
        "Example contact, office@example.invalid",
    ),
    Story(
        "S17",
        9,
        f"研发费用加计扣除政策辅导{EXAMPLE}",
        "委托研发和自主研发并存，请辅导费用归集。本件为演示用虚构内容。",
        (
            Step("accept", 7),
            Step("correct", 6, {"places": ["document:1"], "words": "归集表请按项目分列（虚构）。"}),
            Step("answer", 4, {"changes": {}, "words": "已按项目分列（虚构）。"}),
            Step("write", 3, {"words": "请问何时可以现场辅导？（虚构）"}),
            Step("reply", 2, {"words": "已与税务局约好，日期另行告知（虚构）。"}),
        ),
    ),
    Story(
        "S20",
        8,
        f"先进封装中试线“一事一议”{EXAMPLE}",
        "总投资2.4亿元，需中试厂房3,000平方米。本件为演示用虚构内容。",
        (Step("accept", 5), Step("extend", 2, {"days": 5, "reason": "须会同规划部门现场踏勘（虚构）。"})),
    ),
    Story(
        "S10",
        3,
        "Construction permit for a clean room (example, invented)",
        "Refit of 1,200 square metres on the second floor. This text is invented for the demonstration.",
        (Step("correct", 1, {"places": ["contact", "document:1"], "words": "The annex is missing (invented)."}),),
        "Example contact, office@example.invalid",
    ),
    Story(
        "S23",
        1,
        f"博士后科研工作站设站推荐{EXAMPLE}",
        "拟招收博士后3人。本件为演示用虚构内容。",
    ),
)  # fmt: skip
