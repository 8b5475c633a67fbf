"""The open data as tables: four CSV files, one row a standard, key question, recommendation or context figure.

UTF-8 without a byte order mark, comma, double quotes where needed (RFC 4180), headings in row 1. Texts pass
`safe_cell`, so that no spreadsheet runs one; `plain_cell` gives back exactly what went in. Numbers stay numbers.
A table without rows has one that is otherwise empty where something must be said, a demonstration or an assumption.
"""

from collections.abc import Callable, Mapping, Sequence

from touchstone.intake.cells import safe_cell

Row = Mapping[str, object]

# Every table begins and ends with these, so that a row cut out of it still says what it is of.
BEGINS = ("inspection", "service", "framework", "published")
ENDS = ("demonstration", "assumptions")


def open_data_csv(data: Mapping[str, object]) -> dict[str, str]:
    """File name → the text of the table, for data as `open_data` makes it."""
    return {name: table(data, columns, rows(data)) for name, (columns, rows) in TABLES.items()}


def table(data: Mapping[str, object], columns: Sequence[str], rows: Sequence[Row]) -> str:
    """One table as CSV."""
    import csv
    import io

    begins, ends = of_every_row(data)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([*BEGINS, *columns, *ENDS])
    if not rows and any(ends):
        rows = [dict.fromkeys(columns)]
    for row in rows:
        writer.writerow([*begins, *(cell(row[column]) for column in columns), *ends])
    return written.getvalue()


def of_every_row(data: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """The cells that are the same in every row: what it is of, and what must be said of it."""
    begins = [data["id"], part(data, "service")["id"], part(data, "framework")["id"], part(data, "dates")["published"]]
    told = data["demonstration"]
    says = told["says"] if isinstance(told, Mapping) else ""
    return [str(cell(it)) for it in begins], [str(cell(says)), str(cell(listed(data, "assumptions")))]


def cell(value: object) -> str | int | float:
    """A cell: numbers as they are, yes and no for true and false, lists joined by a semicolon, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return safe_cell("; ".join(str(it) for it in value))
    return safe_cell(str(value))


def standard_rows(data: Mapping[str, object]) -> list[Row]:
    """One row a standard, and one for the service as a whole."""
    overall = part(data, "overall")
    rows: list[Row] = [
        {
            **dict.fromkeys(STANDARD_COLUMNS),
            "standard": "overall",
            "title": "Overall",
            "status": "rated" if overall["rating"] else "not rated",
            "rating": overall["rating"],
            "points": overall["score"],
            "points_of": overall["score_of"],
            "provisional": overall["provisional"],
        }
    ]
    for it in listed(data, "standards"):
        used = it["discretion"]
        rows.append(
            {
                **it,
                "standard": it["id"],
                "domain": it["domain"]["title"],
                "points_of": None,
                "provisional": None,
                "discretion_reason": used["reason"] if used else None,
            }
        )
    return rows


def key_question_rows(data: Mapping[str, object]) -> list[Row]:
    """One row a key question."""
    return [
        {
            **question,
            "standard": standard["id"],
            "key_question": question["id"],
            "interval_low": question["interval"] and question["interval"]["low"],
            "interval_high": question["interval"] and question["interval"]["high"],
        }
        for standard in listed(data, "standards")
        for question in standard["key_questions"]
    ]


def recommendation_rows(data: Mapping[str, object]) -> Sequence[Row]:
    """One row a recommendation."""
    return listed(data, "recommendations")


def context_rows(data: Mapping[str, object]) -> list[Row]:
    """One row a context figure, and one a kind of case that was read."""
    rows: list[Row] = [{"kind": "context", **it} for it in listed(data, "context")]
    for it in listed(data, "sample"):
        label = f"Cases read: {it['group_title']}, {it['kind_title']}"
        rows.append(counted("sample", f"{it['group']}.{it['kind']}", label, it["cases"], "cases"))
    for it in listed(data, "activities"):
        rows.append(counted("activity", it["id"], it["label"], it["count"], "times"))
    return rows


def counted(kind: str, id: str, label: str, value: int, unit: str) -> Row:
    """A row of the context table that the inspection itself counted."""
    return {
        "kind": kind,
        "id": id,
        "label": label,
        "value": value,
        "unit": unit,
        "source": "this inspection",
        "as_of": "",
    }


def part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    """An object inside the data."""
    found = data[name]
    assert isinstance(found, Mapping)
    return found


def listed(data: Mapping[str, object], name: str) -> list[dict]:  # type: ignore[type-arg]
    """A list inside the data."""
    found = data[name]
    assert isinstance(found, list)
    return found


STANDARD_COLUMNS = (
    "standard",
    "title",
    "domain",
    "rated_by",
    "counts",
    "status",
    "rating",
    "computed",
    "discretion_reason",
    "points",
    "points_of",
    "provisional",
    "decided_by",
    "not_counted_because",
    "not_rated_because",
)
KEY_QUESTION_COLUMNS = (
    "standard",
    "key_question",
    "topic",
    "asks",
    "yes",
    "of",
    "percent",
    "interval_low",
    "interval_high",
    "not_applicable",
    "rating",
    "decides",
)
RECOMMENDATION_COLUMNS = ("id", "number", "to", "text", "standards")
CONTEXT_COLUMNS = ("kind", "id", "label", "value", "unit", "source", "as_of")

TABLES: dict[str, tuple[tuple[str, ...], Callable[[Mapping[str, object]], Sequence[Row]]]] = {
    "standards.csv": (STANDARD_COLUMNS, standard_rows),
    "key-questions.csv": (KEY_QUESTION_COLUMNS, key_question_rows),
    "recommendations.csv": (RECOMMENDATION_COLUMNS, recommendation_rows),
    "context.csv": (CONTEXT_COLUMNS, context_rows),
}
