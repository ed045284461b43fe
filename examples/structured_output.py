"""Structured output: extract an invoice from a text, and show progress as the model writes.

It uses the server at OLLAMA_HOST.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from typing import Literal

import ollama

LETTER = """
Invoice 2026-117 of 3 March 2026, by Silva & Filhos, Lisbon.
12 chairs at 40.50 euros each, and one table at 310 euros. Please pay within thirty days.
"""


@dataclass
class Item:
    """A line of an invoice."""

    name: str
    count: int
    price: float

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("count must be at least 1")


@dataclass
class Invoice:
    """The parts of an invoice that are needed to pay it."""

    number: str
    day: date
    currency: Literal["EUR", "USD", "GBP"]
    items: list[Item]


def main() -> int:
    """Run the example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="llama3.2", help="default: %(default)s")
    model = parser.parse_args().model
    prompt = f"Read this invoice. Answer as JSON.\n{LETTER}"
    try:
        with ollama.parse_generate(
            model, prompt, format=Invoice, options={"temperature": 0}, stream=True
        ) as stream:
            for partial in stream:
                print(f"\r{len(partial.parsed.get('items', []))} items", end="", flush=True)
            answer = stream.get_final_response()
    except ollama.OutputError as error:
        print(f"\n{error}\n{error.text}", file=sys.stderr)
        return 1
    except ollama.OllamaError as error:
        print(error, file=sys.stderr)
        return 1
    invoice = answer.parsed
    total = sum(item.count * item.price for item in invoice.items)
    print(f"\nInvoice {invoice.number} of {invoice.day:%d %B %Y}: {total:.2f} {invoice.currency}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
