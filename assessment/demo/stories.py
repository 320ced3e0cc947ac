"""What the story lines need beyond the sizes and strengths of the parks; years are distances from the base year."""

from decimal import Decimal

NO_LAND = "本年度无产业用地和标准厂房供应计划 / no industrial land or factory floor planned in the year"
NO_PROJECT = "本年度无重点产业项目计划 / no key project planned in the year"
LEFT_BLANK = "截止日前未填报 / left blank at the cut-off"

# What does not apply to a park, with the words of its clerk.
LAND = ("F019", "F020", "F021", "F022")
NOT_APPLICABLE: dict[tuple[str, int], dict[str, str]] = {
    **{
        (park, offset): dict.fromkeys(LAND, NO_LAND) for park in ("LJZ", "JAN", "HKO", "HPU") for offset in range(-4, 1)
    },
    ("CMG", -3): dict.fromkeys(("F016", "F017"), NO_PROJECT),
}

# A park that leaves three of its twelve innovation indicators without a value is not rated: the area needs 80%.
NOT_REPORTED = {("ZIZ", -1): dict.fromkeys(("F027", "F028", "F029"), LEFT_BLANK)}

# Amounts that stand as they are: a year without a bad rating, and to the cent what makes JDG and LGA tie to the last
# decimal in the year before the base year.
AMOUNTS: dict[tuple[str, int], dict[str, Decimal]] = {
    ("HKO", -2): dict.fromkeys(("F046", "F047", "F048"), Decimal(0)),
    ("LGA", -1): {"F025": Decimal("41692544942.39"), "F029": Decimal("35762286766.99")},
}

# What a park reported by mistake, beside what is right: JNQ gave the planned area for the developed one, and its appeal
# moves it and the two parks behind it.
MISREPORTED: dict[tuple[str, int], dict[str, Decimal]] = {("JNQ", -1): {"F001": Decimal("54.56")}}
APPEAL_DOCUMENT = "区规划资源局土地调查成果（演示）第3表 / land survey, table 3 (demonstration)"
APPEAL_GROUND = "误报了规划面积，应为已开发面积 / the planned area was entered in place of the developed one"
APPEAL_REASON = "经核对土地调查成果，申诉成立 / the land survey shows the developed area; the appeal is upheld"
QUERY = ("A01", "单位面积营收为何低于上年？ / why is revenue per km2 lower than last year?")
ANSWER = "所用面积为贵园填报数，可就F001申诉 / the area is the one you reported; appeal against F001 if it is wrong"

# The share of the open year's figures that a park has filled in by now; all others have the share of "".
FILLED = {"": 0.5, "CHJ": 1.0, "LGA": 1.0, "XHU": 1.0, "YPU": 1.0, "MHG": 0.8, "ZIZ": 0.15, "CMG": 0.3, "HPU": 0.7}
