"""Incidents (事件): evidence that fell away, a suspension, a sanctioned number, a firm gone silent; whom it reaches, and who can take over.

Operators open one; the sellers it reaches are told once, see what is due, and choose a successor with a click.
"""
