"""``ashi demo``: a centre of invented people, up to now, with one-click sign-in."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from ashi.cli.booting import database_up
from ashi.cli.serve import PREPARING, keep_up
from ashi.cli.supervising import tell
from ashi.config.guarding import refuse_taken
from ashi.config.places import default_data_dir

REAL_DATABASE = (
    "DATABASE_URL names a database, and the demo would fill it with invented people:"
    " unset it, or set ASHI_DEMO=1 too if it is meant for the demo"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--reset", action="store_true", help="forget what was done; begin anew")
    parser.add_argument("--json", action="store_true", help="print address and sign-ins as JSON")
    parser.set_defaults(host="127.0.0.1", workers=2)


def run(args: argparse.Namespace) -> int:
    """Prepare the centre and serve it until told to stop."""
    if os.environ.get("DATABASE_URL") and not os.environ.get("ASHI_DEMO"):
        tell(REAL_DATABASE)
        return 2
    refuse_taken(args.host, args.port)
    os.environ["ASHI_DEMO"] = "1"
    os.environ.setdefault("ASHI_DATA_DIR", str(Path(default_data_dir()) / "demo"))
    os.environ.setdefault("ASHI_BASE_URL", f"http://localhost:{args.port}")
    with database_up() as environment:
        wanted = ("--demo", "--reset") if args.reset else ("--demo",)
        prepared = subprocess.run(
            [*PREPARING, *wanted], check=False, stdout=subprocess.PIPE, text=True
        )
        if prepared.returncode != 0:
            tell("the demo centre could not be made: the lines above say why")
            return 1
        signins = json.loads(prepared.stdout)
        show = _print_json if args.json else _print_lines
        return keep_up(args, environment, lambda: show(environment.base_url, signins))


def _print_json(address: str, signins: list[dict[str, str]]) -> None:
    print(json.dumps({"address": address, "signins": signins}, ensure_ascii=False), flush=True)


def _print_lines(address: str, signins: list[dict[str, str]]) -> None:
    lines = [f"\nAshi's demo centre is up at {address}", "Everybody in it is invented. Sign in as:"]
    lines += [f"  {one['role']:14} {one['name']:28} {address}{one['path']}" for one in signins]
    print("\n".join([*lines, "Ctrl-C stops it.\n"]), flush=True, file=sys.stdout)
