"""A sealed year as one archive that anyone can check without the portal; the same bytes whenever it is made."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from assessment.models import RunOutput, Seal, SealedFile

BEGINNING = (1980, 1, 1, 0, 0, 0)  # a ZIP file knows no earlier time; none is told
HOW_TO = """\
A sealed year of the assessment: {year}, seal {number}, run {run}.

1. The ranking, from two files, with the engine alone (no database; a clone of the portal, Python 3.11):
     python manage.py rank_table system.json values.csv --json --uncertainty {draws} --seed {seed} > again.json
     cmp again.json expected.json
2. The proposals about standing:
     python manage.py standing_proposal standing.json > again.json
     cmp again.json proposals.json
3. The seal: sha256sum sealed.json prints
     {sha256}
   seal.json holds its Ed25519 signature over these 32 bytes, the public key, and the hashes that it links to.

封存文件：{year}年，第{number}号封存，第{run}次运行。用法同上：以两份文件重新计算排名，以散列值核对封存文件。
"""


def bundle_of(seal: Seal) -> bytes:
    """The archive: the two files of ``rank_table``, what it must print, the ladder's case, the sealed file."""
    sealed = SealedFile.objects.get(seal=seal).content
    content = json.loads(sealed)
    files = {
        "README.txt": how_to(seal, content),
        "expected.json": RunOutput.objects.get(run=seal.run_id).content,
        "proposals.json": pretty({"year": content["head"]["year"], "proposals": content["standing"]["proposals"]}),
        "seal.json": pretty(seal_facts(seal)),
        "sealed.json": sealed,
        "standing.json": pretty(content["standing"]["case"]),
        "system.json": pretty(content["system"]),
        "values.csv": values_csv(content["values"]),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, BEGINNING), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def how_to(seal: Seal, content: Mapping[str, Any]) -> str:
    run, head = content["run"], content["head"]
    words = {"year": head["year"], "number": head["number"], "run": run["number"], "sha256": seal.sha256}
    return HOW_TO.format(**words, draws=run["draws"], seed=run["seed"])


def seal_facts(seal: Seal) -> dict[str, Any]:
    return {
        "sha256": seal.sha256,
        "signature": seal.signature,
        "public_key": seal.public_key,
        "year_before": seal.year_before.sha256 if seal.year_before else None,
        "supersedes": seal.supersedes.sha256 if seal.supersedes else None,
    }


def values_csv(values: Mapping[str, Mapping[str, str]]) -> str:
    """Every park's row as the engine took it."""
    columns = ["park", *sorted({name for row in values.values() for name in row} - {"park"})]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(values.values())
    return out.getvalue()


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
