"""``python -m assessment.engine SYSTEM.json VALUES.csv``: the command without Django."""

import sys

from assessment.engine.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
