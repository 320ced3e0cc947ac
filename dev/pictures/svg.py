"""A small plot as SVG text: a frame, an axis each way, lines, dots, bars and words. The same input, the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 38
COLOURS = {
    "one": "#1d4ed8",
    "two": "#c2410c",
    "good": "#15803d",
    "grey": "#6b7280",
    "pale": "#d1d5db",
    "ink": "#1f2937",
    "paper": "#ffffff",
}

Point = tuple[float, float]


def short(number: float) -> str:
    """Return a number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass
class Plot:
    """A picture with two axes; everything is placed by its values."""

    title: str
    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str = ""
    y_name: str = ""
    x_ticks: tuple[float, ...] | None = None
    y_ticks: tuple[float, ...] | None = None
    parts: list[str] = field(default_factory=list)

    def across(self, value: float) -> float:
        low, high = self.x
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        low, high = self.y
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def line(self, points: list[Point], colour: str = "one", *, dashed: bool = False) -> Plot:
        path = " ".join(f"{short(self.across(x))},{short(self.up(y))}" for x, y in points)
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{COLOURS[colour]}" stroke-width="1.6"{dash}/>'
        )
        return self

    def dots(self, points: list[Point], colour: str = "one", *, hollow: bool = False) -> Plot:
        fill = "#fff" if hollow else COLOURS[colour]
        for x, y in points:
            place = f'cx="{short(self.across(x))}" cy="{short(self.up(y))}"'
            self.parts.append(f'<circle {place} r="3.6" fill="{fill}" stroke="{COLOURS[colour]}" stroke-width="1.4"/>')
        return self

    def bar(self, x: tuple[float, float], y: tuple[float, float], colour: str = "one") -> Plot:
        left, right = sorted(map(self.across, x))
        top, bottom = sorted(map(self.up, y))
        size = f'width="{short(right - left)}" height="{short(bottom - top)}"'
        self.parts.append(f'<rect x="{short(left)}" y="{short(top)}" {size} fill="{COLOURS[colour]}"/>')
        return self

    def word(self, at: Point, text: str, colour: str = "ink", anchor: str = "middle") -> Plot:
        place = f'x="{short(self.across(at[0]))}" y="{short(self.up(at[1]) + 4)}"'
        self.parts.append(f'<text {place} fill="{COLOURS[colour]}" text-anchor="{anchor}">{escape(text)}</text>')
        return self

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="11"'
        lines = [
            f'{head} font-family="system-ui, sans-serif">',
            f"<title>{escape(self.title)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#fff"/>',
            *self._axes(),
            *self.parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    def _axes(self) -> list[str]:
        base, side = short(self.up(self.y[0])), short(self.across(self.x[0]))
        frame = f'<path d="M{side} {TOP}V{base}H{WIDTH - RIGHT}" fill="none" stroke="{COLOURS["pale"]}"/>'
        grey = f'fill="{COLOURS["grey"]}"'
        found = [frame]
        for value in self.x if self.x_ticks is None else self.x_ticks:
            place = f'x="{short(self.across(value))}" y="{HEIGHT - BOTTOM + 15}"'
            found.append(f'<text {place} text-anchor="middle" {grey}>{short(value)}</text>')
        for value in self.y if self.y_ticks is None else self.y_ticks:
            place = f'x="{LEFT - 6}" y="{short(self.up(value) + 4)}"'
            found.append(f'<text {place} text-anchor="end" {grey}>{short(value)}</text>')
        middle = (LEFT + WIDTH - RIGHT) // 2
        found.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle" {grey}>{escape(self.x_name)}</text>')
        turn = f'transform="translate(14 {HEIGHT // 2 - 10}) rotate(-90)"'
        found.append(f'<text {turn} text-anchor="middle" {grey}>{escape(self.y_name)}</text>')
        return found
