"""A naive reading of the schedule contract: aware datetimes, minute by minute, every combination.

Nothing here is shared with ``ashi.core.scheduling``; it is slow and meant to be right by
inspection. Documents are the same nested dicts that a file would hold.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from zoneinfo import ZoneInfo

MOST_COMBINED = 120
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def instant(day, text, zone):
    """Read a wall clock of a day; 24:00 is midnight of the next."""
    hour, minute = map(int, text.split(":"))
    naive = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def moment(text, zone):
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=zone, fold=0)).astimezone(UTC)


def days_of(text):
    found = []
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        at = NAMES.index(first)
        found.append(at)
        while last and NAMES[at] != last:
            at = (at + 1) % 7
            found.append(at)
    return found


def minutes_between(start, end):
    found = set()
    while start < end:
        found.add(start)
        start += MINUTE
    return found


def spans(rows, zone):
    found = set()
    for row in rows:
        found |= minutes_between(moment(row["from"], zone), moment(row["to"], zone))
    return found


class Naive:
    """One document: who is free in which minutes, and what follows from it."""

    def __init__(self, document, first, last):
        self.document = document
        self.zone = ZoneInfo(document["zone"])
        self.grain = document["grain_min"]
        self.takes, self.presence = cache(self.takes), cache(self.presence)
        self.resources = {one["id"]: one for one in document["resources"]}
        self.service = document["services"][0]
        self.roles = list(self.service["roles"])
        self.length = sum(phase["min"] for phase in self.service["phases"])
        beyond = timedelta(days=2 + self.length // 1440)
        self.open = {
            one: self.opened(row, first, last + beyond) for one, row in self.resources.items()
        }
        self.busy = {one: self.booked(one) for one in [*self.resources, "patient"]}

    def opened(self, row, first, last):
        found = spans(row.get("extra", []), self.zone)
        day = first - 3 * DAY
        while day <= last:
            for rule in row.get("hours", []):
                valid = rule.get("valid_from", "0001") <= str(day) <= rule.get("valid_to", "9999")
                if valid and day.weekday() in days_of(rule["days"]):
                    until = day if rule["to"] > rule["from"] else day + DAY
                    found |= minutes_between(
                        instant(day, rule["from"], self.zone), instant(until, rule["to"], self.zone)
                    )
            day += DAY
        return found

    def booked(self, name):
        rows = [row for row in self.document.get("busy", []) if row["resource"] == name]
        return spans([*rows, *self.resources.get(name, {}).get("away", [])], self.zone)

    def takes(self, name):
        """The resource and its parts, parts of parts included."""
        found = {name}
        for part in self.resources[name].get("parts", []):
            found |= self.takes(part)
        return found

    def free_alone(self, name, minute):
        wholes = [one for one in self.resources if name in self.takes(one)]
        return minute in self.open[name] and not any(minute in self.busy[one] for one in wholes)

    def free(self, name, minute):
        return all(self.free_alone(part, minute) for part in self.takes(name))

    def meet(self, one, other):
        return bool(self.takes(one) & self.takes(other))

    def fits(self, role, name):
        row, wanted = self.resources[name], self.service["roles"][role]
        kinds = [wanted["kind"]] if isinstance(wanted["kind"], str) else wanted["kind"]
        skill = wanted.get("skill")
        skills = [skill] if isinstance(skill, str) else skill
        able = skill is None or any(one in row.get("skills", []) for one in skills)
        return row["kind"] in kinds and able

    def presence(self, start):
        """Each phase with its minutes: ``[(minutes, roles, is the patient there)]``."""
        found = []
        for phase in self.service["phases"]:
            end = start + phase["min"] * MINUTE
            found.append((minutes_between(start, end), phase["roles"], phase.get("patient", True)))
            start = end
        return found

    def holds(self, start, picks, *, patient=True):
        """Whether one assignment (role -> resource) is right at one start."""
        for minutes, roles, present in self.presence(start):
            if patient and present and minutes & self.busy["patient"]:
                return False
            if not all(self.free(picks[role], minute) for role in roles for minute in minutes):
                return False
            for at, role in enumerate(roles):
                if any(self.meet(picks[role], picks[other]) for other in roles[:at]):
                    return False
        return True

    def assignments(self, start, pins, *, patient=True):
        """Every right assignment, in the documented order of choice."""
        order = sorted(
            self.resources, key=lambda one: len(set(self.resources[one].get("skills", [])))
        )
        able = []
        for role in self.roles:
            rather = self.service["roles"][role].get("prefer", [])
            wanted = [*(one for one in rather if one in order), *order]
            fitting = [one for one in dict.fromkeys(wanted) if self.fits(role, one)]
            able.append([one for one in fitting if pins.get(role, one) == one])
        for picks in product(*able):
            chosen = dict(zip(self.roles, picks, strict=True))
            if self.holds(start, chosen, patient=patient):
                yield chosen

    def starts(self, first, last, earliest=None):
        day = first
        while day <= last:
            start = instant(day, "00:00", self.zone)
            while start < instant(day + DAY, "00:00", self.zone):
                if earliest is None or start >= moment(earliest, self.zone):
                    yield start
                start += self.grain * MINUTE
            day += DAY

    def written(self, start, picks):
        end = start + self.length * MINUTE
        return {
            "start": start.astimezone(self.zone).isoformat(),
            "end": end.astimezone(self.zone).isoformat(),
            "roles": picks,
        }

    def clash(self, one, other, *, patient):
        """Whether two visits ``(start, picks)`` are in each other's way."""
        for minutes, roles, present in self.presence(one[0]):
            for others, other_roles, other_present in self.presence(other[0]):
                if not minutes & others:
                    continue
                if patient and present and other_present:
                    return True
                if any(self.meet(one[1][a], other[1][b]) for a in roles for b in other_roles):
                    return True
        return False


def dates(asked):
    return date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])


def find(document):
    """Answer ``find`` by looking at every start and every combination."""
    asked = document["find"]
    first, last = dates(asked)
    naive = Naive(document, first, last)
    found = []
    for start in naive.starts(first, last, asked.get("earliest")):
        picks = next(naive.assignments(start, asked.get("roles", {})), None)
        if picks is not None:
            found.append(naive.written(start, picks))
    limit = asked.get("limit", len(found))
    return {"openings": found[:limit], "truncated": len(found) > limit}


def liked(prefer, local):
    if not prefer:
        return False
    text, days = local.strftime("%H:%M"), days_of(prefer["days"])
    today = local.weekday() in days
    if prefer["from"] < prefer["to"]:
        return today and prefer["from"] <= text < prefer["to"]
    yesterday = (local.weekday() - 1) % 7 in days
    return (today and text >= prefer["from"]) or (yesterday and text < prefer["to"])


def course(document):
    """The least ``(unplaced, last date, -preferred, starts)`` over every possible course.

    ``None`` where there are so many visits to combine that nobody would wait for it.
    """
    asked = document["course"]
    first = date.fromisoformat(asked["from"])
    last = first + asked["visits"] * asked["max_days"] * DAY
    last = date.fromisoformat(asked["to"]) if "to" in asked else last
    naive = Naive(document, first, last)
    pins = asked.get("roles", {})
    visits = [
        (start, picks)
        for start in naive.starts(first, last, asked.get("earliest"))
        for picks in naive.assignments(start, pins)
    ]
    if len(visits) > MOST_COMBINED:
        return None
    clash = cache(lambda one, other: naive.clash(visits[one], visits[other], patient=True))
    best = [(asked["visits"], "", 0, ())]

    def follow(chain):
        local = [visits[at][0].astimezone(naive.zone) for at in chain]
        if chain:
            preferred = sum(liked(asked.get("prefer"), one) for one in local)
            starts = tuple(visits[at][0] for at in chain)
            key = (asked["visits"] - len(chain), str(local[-1].date()), -preferred, starts)
            best[0] = min(best[0], key)
        if len(chain) == asked["visits"]:
            return
        for at, visit in enumerate(visits):
            follows = not chain or can_follow(naive, asked, visits[chain[-1]], visit)
            if follows and not any(clash(one, at) for one in chain):
                follow([*chain, at])

    follow([])
    return best[0]


def can_follow(naive, asked, before, visit):
    """Whether gap and kept roles are right; clashes are looked at apart."""
    days = (visit[0].astimezone(naive.zone).date() - before[0].astimezone(naive.zone).date()).days
    return (
        visit[0] > before[0]
        and asked["min_days"] <= days <= asked["max_days"]
        and all(visit[1][role] == before[1][role] for role in asked.get("same", []))
    )


def can_be_added(naive, starts, held):
    """Whether some visit fits beside those held, patients being distinct."""
    return any(
        not any(naive.clash(one, (start, picks), patient=False) for one in held)
        for start in starts
        for picks in naive.assignments(start, {}, patient=False)
    )


def most_visits(document):
    """The size of the greatest packing of a day, by trying all."""
    day = date.fromisoformat(document["fill"]["day"])
    naive = Naive(document, day, day)
    visits = [
        (start, picks)
        for start in naive.starts(day, day)
        for picks in naive.assignments(start, {}, patient=False)
    ]
    apart = [[not naive.clash(one, other, patient=False) for other in visits] for one in visits]

    def most(chosen, after):
        sizes = (
            most([*chosen, at], at + 1)
            for at in range(after, len(visits))
            if all(apart[at][one] for one in chosen)
        )
        return max(sizes, default=len(chosen))

    return most([], 0)
