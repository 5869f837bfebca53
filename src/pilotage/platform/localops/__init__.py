"""Local operations (本地运营): listings checked against the rules of a site, after-sales packs, translation memory, local days.

Nothing here is sent to Amazon: corrected listings hold what was accepted and are a file that a person uploads.
"""
