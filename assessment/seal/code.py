"""Which code computed a run: one hash over the sources that decide a result."""

import hashlib
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DECIDING = ("engine/**/*.py", "expressions/*.py", "inputs.py", "ladder.py", "plan_content.py")


@lru_cache(maxsize=1)
def sources_sha256() -> str:
    """Over path and content of each source, in the order of the paths."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in DECIDING for path in ROOT.glob(pattern)}):
        name, content = path.relative_to(ROOT).as_posix(), path.read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
