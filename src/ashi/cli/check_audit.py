"""``ashi check audit``: does the audit trail still say what it said when it was sealed?"""

import argparse
import sys

from ashi.apps.audit.verifying import verify

SHOWN = 50


def run(_args: argparse.Namespace) -> int:
    """Compare and say; 0 when all agrees, 1 when anything does not."""
    report = verify()
    age = int(report.oldest_pending.total_seconds())
    waiting = f", the oldest for {age} s" if report.pending else ""
    print(f"{report.sealed} events sealed; {report.pending} wait for their seal{waiting}")
    for fault in report.faults[:SHOWN]:
        print(f"  {fault.what}: {fault.where}", file=sys.stderr)
    if len(report.faults) > SHOWN:
        print(f"  and {len(report.faults) - SHOWN} more", file=sys.stderr)
    return 1 if report.faults else 0
