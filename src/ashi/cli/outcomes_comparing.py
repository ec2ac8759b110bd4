"""``ashi outcomes compare STUDY``: two groups of a study, from the centre's own tables."""

import argparse
import json
import sys

from ashi.cli.booting import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("study", help="as the mapping of its import called it")
    parser.add_argument("--measure", required=True, help="a measure, such as HSCORE; see list")
    parser.add_argument("--at", required=True, choices=("months_3", "months_12"))
    parser.add_argument("--group", required=True, help="the covariate that is 1 in one group")
    parser.add_argument("--adjust", default="", metavar="NAME,NAME", help="covariates besides")
    parser.add_argument("--sites", default="", help="a covariate that is a category")
    parser.add_argument("--share", type=float, help="count who fell by this share of the start")


def run(args: argparse.Namespace) -> int:
    """Compare; the answer is JSON, with who did not answer; 2 where it cannot be compared."""
    with django_ready():
        from ashi.apps.outcomes.comparing import Question, compare_groups, people_of, responders
        from ashi.core.outcomes.errors import OutcomesError

        people = people_of(args.study)
        adjust = tuple(one for one in args.adjust.split(",") if one)
        asked = Question(args.measure.upper(), args.at, args.group, adjust, args.sites)
        try:
            found = compare_groups(people, asked)
            share = responders(people, asked, args.share) if args.share else None
        except (OutcomesError, KeyError) as error:
            print(f"this cannot be compared: {error}", file=sys.stderr)
            return 2
    told = {
        "study": args.study,
        "began": found.began,
        "answered": found.answered,
        "difference": found.difference.estimate,
        "low": found.difference.low,
        "high": found.difference.high,
        "p": found.difference.p,
    }
    if share is not None:
        events, of, difference = share
        told |= {"responders": events, "of": of, "responders_difference": difference.estimate}
    print(json.dumps(told))
    return 0
