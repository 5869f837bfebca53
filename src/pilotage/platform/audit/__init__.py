"""Who did what, when: one hash chain per seller and one for the platform (审计链).

`record` is called by every action inside its own transaction. Rows refer to people and
things by text, never by foreign key, so that an event neither blocks nor vanishes.
Below: nothing. Above: every room.
"""
