"""Local operations (本地运营): listings checked against the rules of a site.

Nothing here is sent to Amazon: corrected listings are a file that a person uploads.
"""
