"""Tables of rows, in Markdown and as LaTeX: for each set one of the whole picture, and one of the trimap's region."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Row = dict[str, str | int | float]
"""A line: "set", "plate" and "model", the values that the columns name, and "source" where others measured it."""

NEVER = "never"
"""A time that did not come."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the head of a column says."""

    title: str
    power: int = 0
    """The values are in units of ten to this power."""
    unit: str = ""
    has_best: bool = True
    """Whether the lowest value is set in bold."""


WHOLE_COLUMNS = {
    "mad": Column("MAD", -3),
    "mad_edge": Column("edge", -3),
    "mad_holes": Column("holes", -3),
    "mad_leaks": Column("leaks", -3),
    "mse": Column("MSE", -3),
    "sad": Column("SAD", 3),
    "grad": Column("Grad", 3),
    "conn": Column("Conn", 3),
    "fgr_mse": Column("fgr MSE", -3),
    "dtssd": Column("dtSSD", -2),
    "still_edge": Column("still edges", -3),
    "recovery_s": Column("recovery", unit="s"),
    "empty_alpha": Column("alpha of empty frames"),
    "matte_ms": Column("time", unit="ms", has_best=False),
}
TRIMAP_COLUMNS = {f"trimap_{name}": WHOLE_COLUMNS[name] for name in ("mad", "mse", "sad", "grad", "conn", "fgr_mse")}
"""Values and their heads, in order; a set shows those that it has."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    """Of the values, which stand behind plate and model."""
    lines: tuple[tuple[Cell, ...], ...]
    sources: tuple[str, ...]
    """Of what others measured."""


def to_tables(rows: Iterable[Row]) -> Iterator[Table]:
    """Two of each set, where it has values; the best of a column and plate is marked, if several were measured."""
    sets: dict[str, list[Row]] = {}
    for row in rows:
        sets.setdefault(str(row["set"]), []).append(row)
    for name, members in sets.items():
        for region, columns in (("whole picture", WHOLE_COLUMNS), ("unknown region of the trimap", TRIMAP_COLUMNS)):
            keys = [key for key in columns if any(key in row for row in members)]
            # one that others published has values of some regions only
            shown = [row for row in members if any(key in row for key in keys) or "source" not in row]
            if keys:
                lines = tuple(_line(row, shown, keys, columns) for row in shown)
                yield Table(f"{name}, {region}", tuple(columns[key] for key in keys), lines, tuple(_sources(shown)))


def _sources(rows: Iterable[Row]) -> Iterator[str]:
    """Each once, behind the models that it is of."""
    models: dict[str, dict[str, None]] = {}
    for row in rows:
        if "source" in row:
            models.setdefault(str(row["source"]), {})[str(row["model"])] = None
    for source, names in models.items():
        yield f"{'; '.join(names)}: {source}"


def _line(row: Row, rows: Sequence[Row], keys: Sequence[str], columns: dict[str, Column]) -> tuple[Cell, ...]:
    measured = [other for other in rows if other["plate"] == row["plate"] and "source" not in other]
    cells = [Cell(str(row["plate"])), Cell(str(row["model"]))]
    for key in keys:
        text = _to_text(row.get(key, math.nan))
        others = [_to_text(other.get(key, math.nan)) for other in measured]
        is_best = columns[key].has_best and "source" not in row and len(measured) > 1 and text == _lowest(others)
        cells.append(Cell(text, is_best))
    return tuple(cells)


def _lowest(texts: Sequence[str]) -> str | None:
    """Of the numbers as they are printed, so that what looks alike is marked alike."""
    numbers = [text for text in texts if text not in (NEVER, "–")]
    return min(numbers, key=float, default=None)


def _to_text(value: str | int | float) -> str:
    if isinstance(value, str):
        return value
    if math.isinf(value):
        return NEVER
    return "–" if math.isnan(value) else f"{value:.4f}" if abs(value) < 0.1 else f"{value:.2f}"


def to_markdown(rows: Iterable[Row]) -> str:
    return "\n".join(_to_markdown(table) for table in to_tables(rows))


def _to_markdown(table: Table) -> str:
    heads = ["plate", "model", *(_head(column, _superscript) for column in table.columns)]
    lines = [f"## {table.caption}", "", _join(heads), _join("---" for _ in heads)]
    lines += [_join(f"**{cell.text}**" if cell.is_best else cell.text for cell in line) for line in table.lines]
    return "\n".join([*lines, "", *(f"{source}\n" for source in table.sources)])


def _join(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(column: Column, raise_to: Callable[[int], str]) -> str:
    unit = raise_to(column.power) if column.power else column.unit
    return f"{column.title} [{unit}]" if unit else column.title


def _superscript(power: int) -> str:
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def to_latex(rows: Iterable[Row]) -> str:
    """Floating tables, as wide as the text, for a document that loads booktabs and graphicx."""
    tables = "\n".join(_to_latex(table) for table in to_tables(rows))
    return f"% \\usepackage{{booktabs,graphicx}}\n{tables}"


def _to_latex(table: Table) -> str:
    count = len(table.columns)
    heads = ["plate", "model", *(_escape(_head(column, _dollars)) for column in table.columns)]
    caption = ". ".join([table.caption, *table.sources])
    body = [
        " & ".join(f"\\textbf{{{_escape(cell.text)}}}" if cell.is_best else _escape(cell.text) for cell in line)
        for line in table.lines
    ]
    return "\n".join(
        [
            "\\begin{table*}",
            "  \\centering",
            f"  \\caption{{{_escape(caption)}}}",
            f"  \\label{{tab:{_label(table.caption)}}}",
            "  \\footnotesize\\setlength{\\tabcolsep}{3pt}",
            "  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%",
            f"  \\begin{{tabular}}{{ll{'r' * count}}}",
            "    \\toprule",
            f"    {' & '.join(heads)} \\\\",
            "    \\midrule",
            *(f"    {line} \\\\" for line in body),
            "    \\bottomrule",
            "  \\end{tabular}}",
            "\\end{table*}",
            "",
        ]
    )


def _label(caption: str) -> str:
    """The set, and which region: letters, digits and hyphens."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in caption.lower()).split())


def _dollars(power: int) -> str:
    return f"$10^{{{power}}}$"


def _escape(text: str) -> str:
    """Text for LaTeX; what stands between dollars is left as it is."""
    special = {"&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_", "–": "--", "~": "\\textasciitilde{}"}
    parts = text.split("$")
    parts[::2] = ["".join(special.get(letter, letter) for letter in part) for part in parts[::2]]
    return "$".join(parts)


def to_json(rows: Iterable[Row], **about: object) -> str:
    """The rows with six digits, NaN as null and infinity as "never", after what the run was."""
    plain = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return json.dumps({**about, "rows": plain}, indent=2) + "\n"


def _plain(value: str | int | float) -> str | int | float | None:
    if not isinstance(value, float):
        return value
    if math.isinf(value):
        return NEVER
    return None if math.isnan(value) else float(f"{value:.6g}")
