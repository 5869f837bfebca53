"""Pilotage · 引航: choosing, engaging and checking certified service partners.

Three wings, one direction: doors → integrations → platform → engines → kernel.
`docs/map.md` says where to go to change what.
"""

__version__ = "0.1.0"
