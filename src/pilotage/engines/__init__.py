"""WHAT IS TRUE. Plain functions over values: no Django, no sockets, no clock; each room usable alone."""
