"""The worker's process: background jobs; beside them the sealer of the audit trail, backups,
and who notices that the clock was set back.

It ends, with code 0, when the database goes away; its parent starts it again.
"""

import argparse
import importlib.util
import os
import signal
import threading
import time

from django.core.management import call_command

from ashi.cli.booting import set_django_up
from ashi.cli.keeping_nightly import keep_by_itself
from ashi.config.environment import read_environment
from ashi.config.guarding import leave_with_parent
from ashi.config.logs import quiet_hooks

SEALING = "ashi.apps.audit.sealing"
CLOCK = "ashi.cli.processes.clock"
LEAVE_S = 20.0
CONCURRENCY = "2"  # a backup takes minutes, one at a time; letters go meanwhile
GIVES_WAY = 5  # of 19: sheets for forty centres take most of a core for a minute, pages come first


def _seal() -> None:
    """Seal until something stops it; then have the whole worker begin anew.

    What it has in hand gets ``LEAVE_S`` to end: a job whose connection is gone may wait for ever.
    """
    try:
        importlib.import_module(SEALING).run_forever()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)  # procrastinate finishes the job it has in hand
        time.sleep(LEAVE_S)
        os._exit(1)


def main() -> None:
    """Work until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    leave_with_parent(parser.parse_args().parent)
    os.nice(GIVES_WAY)
    set_django_up()
    quiet_hooks()
    if importlib.util.find_spec(SEALING):
        threading.Thread(target=_seal, daemon=True, name="sealer").start()
    keeper = (read_environment(), threading.Event())
    threading.Thread(target=keep_by_itself, args=keeper, daemon=True, name="keeper").start()
    watch = importlib.import_module(CLOCK).watch  # models before what uses them
    threading.Thread(target=watch, args=(keeper[1],), daemon=True, name="clock").start()
    call_command("procrastinate", "worker", "--concurrency", CONCURRENCY)


if __name__ == "__main__":
    main()
