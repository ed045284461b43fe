"""placeholder"""
from .document import Document

def check(document: Document, *, house_rules: bool = True) -> None:
    pass
