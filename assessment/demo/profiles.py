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
    "CORE": Profile(45.01, 5405, 9833, 459.3, 1935, 125, 130, (86.8, 86.84, 88.61)),
    "CHJ": Profile(19.57, 3423, 7500, 315.8, 887, 57, 110, (87.02, 89.31, 88.85)),
    "JNQ": Profile(26.42, 1982, 8833, 277.5, 500, 38, 260, (82.42, 83.9, 86.55)),
    "LJZ": Profile(6.85, 2162, 4833, 162.7, 169, 8, 60, (71.24, 68.74, 69.46)),
    "EXP": Profile(5.87, 811, 1833, 76.6, 137, 7, 70, (69.28, 70.02, 64.47)),
    "LGA": Profile(46.97, 3604, 6167, 220.1, 927, 58, 300, (76.78, 73.11, 74.95)),
    "XHU": Profile(13.7, 2252, 4667, 170.3, 484, 25, 65, (83.16, 83.39, 83.23)),
    "CNG": Profile(8.81, 1261, 2750, 100.5, 266, 12, 60, (73.7, 73.4, 73.9)),
    "PTO": Profile(9.78, 1532, 2167, 95.7, 323, 17, 75, (74.5, 75.66, 75.41)),
    "JAN": Profile(17.32, 1622, 3583, 134.0, 306, 13, 65, (75.39, 76.14, 76.92)),
    "HKO": Profile(7.83, 991, 1500, 59.3, 169, 8, 70, (73.06, 72.54, 73.48)),
    "YPU": Profile(14.68, 1892, 3833, 143.5, 419, 20, 70, (79.79, 80.92, 81.46)),
    "HPU": Profile(3.52, 631, 1333, 43.1, 101, 7, 80, (63.52, 57.87, 58.59)),
    "MHG": Profile(33.27, 2613, 5167, 239.2, 710, 48, 240, (79.06, 77.42, 81.11)),
    "ZIZ": Profile(12.72, 1351, 3417, 115.8, 339, 18, 120, (79.43, 80.68, 80.32)),
    "BSH": Profile(15.66, 1171, 1583, 86.1, 274, 20, 420, (71.87, 64.94, 73.01)),
    "JDG": Profile(29.35, 2342, 5333, 239.2, 661, 43, 280, (78.41, 80.24, 78.45)),
    "SJG": Profile(20.55, 1982, 2750, 181.8, 565, 38, 290, (78.11, 75.9, 76.5)),
    "QPU": Profile(17.61, 1532, 1833, 114.8, 387, 28, 280, (80.59, 81.6, 82.32)),
    "FXN": Profile(18.59, 1622, 1583, 90.9, 419, 30, 330, (70.02, 70.94, 71.17)),
    "JSH": Profile(17.61, 991, 1333, 68.9, 242, 18, 520, (68.53, 67.27, 74.73)),
    "CMG": Profile(4.89, 721, 850, 57.4, 202, 12, 240, (69.79, 70.46, 70.68)),
}
