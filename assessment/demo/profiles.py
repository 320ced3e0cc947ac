"""The invented parameters of the 22 parks: their size four years before the base year, and how well they do.

``strength`` is the level, on the scale of scores, around which a park's indicators lie in the third, second and first
year before the base year. The story lines rest on it: it was tuned until the totals told them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """One park. Money in 100 million yuan, employees in thousands, energy in tonnes per 100 million yuan."""

    area_km2: float
    enterprises: int
    revenue: float
    employees: float
    high_tech: int
    little_giants: int
    energy: float
    strength: tuple[float, float, float]


PROFILES = {
    "CORE": Profile(45.01, 5405, 9516, 459.3, 1791, 125, 130, (85.43, 85.22, 86.66)),
    "CHJ": Profile(19.57, 3423, 7258, 315.8, 821, 57, 110, (85.93, 87.71, 87.66)),
    "JNQ": Profile(26.42, 1982, 8871, 277.5, 463, 38, 260, (81.45, 81.83, 81.92)),
    "LJZ": Profile(6.85, 2162, 4677, 162.7, 157, 8, 60, (69.99, 67.77, 68.69)),
    "EXP": Profile(5.87, 811, 1774, 76.6, 127, 7, 70, (68.08, 68.92, 64.63)),
    "LGA": Profile(46.97, 3604, 5968, 220.1, 858, 58, 300, (74.53, 72.85, 73.99)),
    "XHU": Profile(13.7, 2252, 4516, 170.3, 448, 25, 65, (82.14, 81.89, 83.36)),
    "CNG": Profile(8.81, 1261, 2661, 100.5, 246, 12, 60, (73.08, 72.39, 72.26)),
    "PTO": Profile(9.78, 1532, 2097, 95.7, 299, 17, 75, (73.5, 74.27, 73.8)),
    "JAN": Profile(17.32, 1622, 3468, 134.0, 284, 13, 65, (74.19, 75.21, 75.34)),
    "HKO": Profile(7.83, 991, 1452, 59.3, 157, 8, 70, (71.73, 71.23, 72.21)),
    "YPU": Profile(14.68, 1892, 3710, 143.5, 388, 20, 70, (78.63, 80.25, 79.76)),
    "HPU": Profile(3.91, 631, 1048, 43.1, 93, 4, 80, (64.45, 59.81, 59.54)),
    "MHG": Profile(33.27, 2613, 5000, 239.2, 657, 48, 240, (77.48, 77.55, 79.33)),
    "ZIZ": Profile(12.72, 1351, 3306, 115.8, 313, 18, 120, (78.6, 79.25, 79.3)),
    "BSH": Profile(15.66, 1171, 1532, 86.1, 254, 20, 420, (70.1, 64.47, 71.17)),
    "JDG": Profile(29.35, 2342, 5161, 239.2, 612, 43, 280, (77.72, 76.98, 77.76)),
    "SJG": Profile(20.55, 1982, 2661, 181.8, 522, 38, 290, (76.5, 74.64, 75.29)),
    "QPU": Profile(17.61, 1532, 1774, 114.8, 358, 28, 280, (78.73, 79.54, 79.98)),
    "FXN": Profile(18.59, 1622, 1210, 90.9, 388, 30, 330, (68.68, 69.43, 69.29)),
    "JSH": Profile(19.57, 991, 1008, 68.9, 224, 18, 520, (64.95, 65.26, 72.28)),
    "CMG": Profile(4.89, 721, 823, 57.4, 187, 12, 240, (68.26, 68.7, 69.28)),
}
