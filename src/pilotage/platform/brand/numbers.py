"""Numbers of offices and attorneys, told the same however they are written."""


def bare(number: str) -> str:
    """Letters and digits alone.

    >>> bare("97/123 456")
    '97123456'
    """
    return "".join(c for c in number.upper() if c.isalnum())
