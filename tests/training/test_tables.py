"""Tables of errors, in Markdown and LaTeX."""

import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from training.published import published_rows
from training.tables import WHOLE_COLUMNS, Row, to_json, to_latex, to_markdown


def row(model: str, plate: str = "clean", **values: float) -> Row:
    return {"set": "PhotoMatte85-composites", "plate": plate, "model": model, **values}


ROWS = [
    row("ours_lite", mad=2.004, sad=0.05, dtssd=math.nan, matte_ms=40.0, trimap_sad=7.0),
    row("difference", mad=2.001, sad=0.04, dtssd=1.5, matte_ms=3.0, trimap_sad=9.0),
    row("ours_lite", "perturbed", mad=3.0, sad=0.06, matte_ms=41.0, trimap_sad=8.0),
    *published_rows("PhotoMatte85-composites", "perturbed"),
]


def lines(table: str, region: str) -> list[str]:
    return table.partition(f"{region}\n\n")[2].partition("\n\n")[0].splitlines()


def test_every_unit_is_in_the_head() -> None:
    head = lines(to_markdown(ROWS), "whole picture")[0]
    assert head == "| plate | model | MAD [10⁻³] | SAD [10³] | dtSSD [10⁻²] | time [ms] |"
    assert "plate & model & MAD [$10^{-3}$] & SAD [$10^{3}$] & dtSSD [$10^{-2}$] & time [ms] \\\\" in to_latex(ROWS)


def test_the_best_of_each_plate_is_bold_and_what_is_printed_alike_is_marked_alike() -> None:
    whole = lines(to_markdown(ROWS), "whole picture")[2:]
    assert whole == [
        "| clean | ours_lite | **2.00** | 0.0500 | – | 40.00 |",
        "| clean | difference | **2.00** | **0.0400** | **1.50** | 3.00 |",
        "| perturbed | ours_lite | 3.00 | 0.0600 | – | 41.00 |",  # alone
    ]
    assert "clean & difference & \\textbf{2.00} & \\textbf{0.0400} & \\textbf{1.50} & 3.00 \\\\" in to_latex(ROWS)


def test_what_others_published_stands_below_with_its_source_and_is_never_bold() -> None:
    table = to_markdown(ROWS)
    trimap = lines(table, "unknown region of the trimap")
    assert trimap[0] == "| plate | model | MSE [10⁻³] | SAD [10³] | Grad [10³] | Conn [10³] | fgr MSE [10⁻³] |"
    assert trimap[3] == "| clean | difference | – | 9.00 | – | – | – |"
    assert trimap[-1] == "| perturbed | BackgroundMattingV2, ResNet-50 | 9.57 | 8.65 | 8.74 | 6.64 | 13.82 |"
    assert not any("**" in line for line in trimap if "Background" in line)
    assert table.count("BackgroundMattingV2, ResNet-50: Lin et al. 2021 (arXiv 2012.07810), table 1;") == 1
    assert not any("Background" in line for line in lines(table, "whole picture"))


def test_what_never_came_is_said() -> None:
    rows = [row("ours", recovery_s=math.inf), row("theirs", recovery_s=2.0)]
    assert "| clean | ours | never |" in to_markdown(rows)
    assert "| clean | theirs | **2.00** |" in to_markdown(rows)
    assert json.loads(to_json(rows))["rows"][0]["recovery_s"] == "never"


def test_what_is_not_known_is_a_dash_and_null() -> None:
    assert "| clean | ours | – |" in to_markdown([row("ours", dtssd=math.nan)])
    assert "clean & ours & -- " in to_latex([row("ours", dtssd=math.nan)])
    assert json.loads(to_json([row("ours", dtssd=math.nan)], seed=1)) == {
        "seed": 1,
        "rows": [{"set": "PhotoMatte85-composites", "plate": "clean", "model": "ours", "dtssd": None}],
    }


def test_latex_tables_are_whole_and_names_are_escaped() -> None:
    latex = to_latex([row("50%_of #1 & co", mad=1.0), *ROWS])
    assert "50\\%\\_of \\#1 \\& co" in latex
    tables = re.findall(r"\\begin{tabular}{(l+r+)}(.*?)\\end{tabular}", latex, re.DOTALL)
    assert len(tables) == latex.count("\\begin{table*}") == latex.count("\\end{table*}") == 2
    for columns, body in tables:
        content = [line for line in body.splitlines() if line.endswith("\\\\")]
        assert content
        assert all(len(re.findall(r"(?<!\\)&", line)) == len(columns) - 1 for line in content)
        assert [body.count(rule) for rule in ("\\toprule", "\\midrule", "\\bottomrule")] == [1, 1, 1]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_compiles(tmp_path: Path) -> None:
    wide = [dict.fromkeys(WHOLE_COLUMNS, 1234.56) | row("a model with a long name") for _ in range(2)]
    packages = "\\usepackage{booktabs,graphicx}"
    document = f"\\documentclass{{article}}{packages}\\begin{{document}}{to_latex([*ROWS, *wide])}\\end{{document}}"
    (tmp_path / "tables.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "tables.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "tables.pdf").stat().st_size
    assert "Overfull" not in done.stdout
