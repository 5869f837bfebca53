"""The command line. Rooms load when their command is called, so `--help` stays quick."""
