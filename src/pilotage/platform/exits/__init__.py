"""Leaving with everything (退出): a seller's rows, files and chain in one bag, and a bag brought in again.

`belonging` collects what every room says of its tables; a table or field nobody tagged stops the build.
Below: every room. Above: the commands.
"""
