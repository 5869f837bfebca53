"""`pilotage ROOM COMMAND …`: finds the room's module, lets it parse, maps failures to exit status 2."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from pilotage.cli.rooms import ROOMS
from pilotage.kernel.errors import PilotageError


def main(argv: list[str] | None = None) -> int:
    """Run one command. 0 done (findings are results), 1 a check said no, 2 unusable input."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in ("-h", "--help"):
        _print_rooms()
        return 0
    if words[0] == "--version":
        from pilotage import __version__

        print(f"pilotage {__version__}")
        return 0
    room = ROOMS.get(words[0])
    if room is None:
        print(
            f"pilotage: 没有命令 {words[0]!r}; try pilotage --help · no such command",
            file=sys.stderr,
        )
        return 2
    parser = argparse.ArgumentParser(prog=f"pilotage {words[0]}", description=room.says)
    module = importlib.import_module(room.module)
    module.configure(parser)
    asked = parser.parse_args(words[1:])
    try:
        return int(asked.run(asked) or 0)
    except PilotageError as error:
        print(_sentence(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(_refused_by_the_system(error), file=sys.stderr)
        return 2
    except RecursionError:
        print(
            "pilotage: NESTED_TOO_DEEPLY: 文件嵌套过深，无法读取；请检查内容。 "
            "The file is nested too deeply to be read; check its content.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("已停止 · stopped", file=sys.stderr)
        return 130


def _print_rooms() -> None:
    print("用法 · usage: pilotage ROOM [COMMAND] …\n")
    width = max(len(name) for name in ROOMS)
    for name, room in ROOMS.items():
        print(f"  {name:<{width}}  {room.says}")


def _refused_by_the_system(error: OSError) -> str:
    """No permission, a full disk, a folder where a file should be: what, and with which file."""
    name, why = error.filename or "", error.strerror or error
    return (
        f"pilotage: SYSTEM_REFUSED: 系统拒绝了对 {name} 的读写（{why}），请检查路径与权限。 "
        f"The system refused to read or write {name} ({why}); check the path and its permissions."
    )


def _sentence(error: PilotageError) -> str:
    parts = [f"{error.says.zh} {error.says.en}"]
    if error.next_step:
        parts.append(f"{error.next_step.zh} {error.next_step.en}")
    return f"pilotage: {error.code}: " + " ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
