"""`python -m dev.bench`: every figure that the portal can show."""

import sys

from dev.bench import start


def main() -> None:
    for figure in start.figures():
        sys.stdout.write(f"{figure.line()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
