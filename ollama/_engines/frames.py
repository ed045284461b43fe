"""Owns the batches of data engines: reads their columns, and adds new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, cast

from ollama_client.errors import InvalidRequestError


def is_rows(batch: Any) -> bool:
    """Return whether a batch is a list of rows, and not a mapping, a data frame or a table."""
    return not isinstance(batch, Mapping) and not hasattr(batch, "columns")


def column_of(batch: Any, name: str) -> list[Any]:
    """Return the values of a column. Rows that are not mappings are the values themselves.

    Raises:
        InvalidRequestError: There is no such column.
    """
    if is_rows(batch):
        return [_plain(_of_row(row, name)) for row in batch]
    names = getattr(batch, "column_names", None) or list(getattr(batch, "columns", batch))
    if name not in names:
        raise _missing(name, names)
    column: Any = batch[name]
    values = column.to_pylist() if hasattr(column, "to_pylist") else column
    return [_plain(value) for value in values]


def _of_row(row: Any, name: str) -> Any:
    if not isinstance(row, Mapping):
        return row
    if name not in row:
        raise _missing(name, cast("Mapping[str, Any]", row))
    return cast("Any", row[name])


def _missing(name: str, names: Iterable[Any]) -> InvalidRequestError:
    return InvalidRequestError(f"column: there is no column {name!r}; the data has {[*names]}")


def _plain(value: Any) -> Any:
    """Convert a value of an array library to a plain one: a str, a number or a list."""
    return value.tolist() if hasattr(value, "tolist") else value


def with_columns(batch: Any, key: str, columns: Mapping[str, list[Any]]) -> Any:
    """Return a batch of the same kind with additional columns.

    Args:
        batch: The batch. It is not changed.
        key: The column name for rows that are not mappings.
        columns: The values of each new column, one for each row.
    """
    if isinstance(batch, Mapping):
        given = cast("Mapping[str, Any]", batch)
        is_plain = not any(hasattr(column, "dtype") for column in given.values())
        return {**given, **(columns if is_plain else _arrays(columns))}
    if hasattr(batch, "assign"):
        return batch.assign(**columns)
    if hasattr(batch, "column_names"):
        return _table(batch, columns)
    rows = zip(*columns.values(), strict=True)
    return [
        {
            **(row if isinstance(row, Mapping) else {key: row}),
            **dict(zip(columns, new, strict=True)),
        }
        for row, new in zip(batch, rows, strict=True)
    ]


def _arrays(columns: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return columns as arrays. A column of vectors without gaps becomes one 2-D array."""
    np = import_module("numpy")
    out: dict[str, Any] = {}
    for name, values in columns.items():
        if values and all(isinstance(value, np.ndarray) for value in values):
            out[name] = np.stack(values)
        else:
            out[name] = np.empty(len(values), object)
            for index, value in enumerate(values):
                out[name][index] = value
    return out


def _table(table: Any, columns: Mapping[str, list[Any]]) -> Any:
    for name, values in columns.items():
        if name in table.column_names:
            table = table.drop_columns([name])
        table = table.append_column(name, [values])
    return table
