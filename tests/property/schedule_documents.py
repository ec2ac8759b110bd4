"""Hypothesis strategies for scheduling documents, small enough for the naive model.

Days lie around clock changes: an hour in Nicosia, half an hour on Lord Howe, at midnight
in Beirut and Havana.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

CHANGES = {
    "Europe/Nicosia": ["2026-03-29", "2026-10-25", "2026-12-07"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "Asia/Beirut": ["2026-03-29", "2026-10-24"],
    "America/Havana": ["2026-03-08", "2026-11-01"],
    "Asia/Kathmandu": ["2026-06-01"],
}
ALL_DAYS = ["mon-sun", "fri-mon", "sat,sun", "mon", "sun-mon,wed", "tue-thu,sat"]
KINDS = ["practitioner", "assistant", "room"]
OFTEN = ["practitioner", "practitioner", "assistant", "room"]
SKILLS = ["needling", "removal", "exercise"]


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def hours(draw, day, step):
    ticks = st.integers(0, 1440 // step - 1).map(lambda tick: tick * step)
    start = draw(ticks)
    end = draw(ticks.filter(lambda end: end != start) | st.just(1440))
    rule = {"days": draw(st.sampled_from(ALL_DAYS)), "from": clock(start), "to": clock(end)}
    near = st.integers(-2, 2).map(lambda days: str(day + timedelta(days=days)))
    first, last = draw(st.none() | near), draw(st.none() | near)
    if first and last and first > last:
        first, last = last, first
    rule |= {"valid_from": first} if first else {}
    return rule | ({"valid_to": last} if last else {})


@st.composite
def spans(draw, day, step):
    """A span of wall-clock text in the right order; a clock change may turn it round."""
    base = day - timedelta(days=1)
    ticks = st.integers(0, 4 * 1440 // step).map(lambda tick: tick * step)
    start = draw(ticks)
    end = draw(ticks.filter(lambda end: end != start))
    written = []
    for minutes in sorted([start, end]):
        on = base + timedelta(days=minutes // 1440)
        written.append(f"{on}T{clock(minutes % 1440)}")
    return {"from": written[0], "to": written[1]}


@st.composite
def resources(draw, day, step, most):
    """Resources of which each may have later ones as parts, so that there is no circle."""
    names = [f"r{at}" for at in range(draw(st.integers(1, most)))]
    rows = []
    for at, name in enumerate(names):
        later = names[at + 1 :]
        some = st.lists(st.sampled_from(later), unique=True, max_size=2) if later else st.just([])
        parts = draw(some) if draw(st.integers(0, 2)) == 0 else []
        row = {"id": name, "kind": draw(st.sampled_from(OFTEN)), "parts": parts}
        row["skills"] = draw(st.lists(st.sampled_from(SKILLS), unique=True))
        always = st.just([{"days": "mon-sun", "from": "00:00", "to": "24:00"}])
        row["hours"] = draw(always | st.lists(hours(day, step), min_size=1, max_size=2) | always)
        row["away"] = [draw(spans(day, step))] if draw(st.integers(0, 3)) == 0 else []
        row["extra"] = draw(st.lists(spans(day, step), max_size=1))
        rows.append(row)
    return rows


@st.composite
def services(draw, longest, least_roles, names=()):
    roles = {}
    kinds = st.sampled_from(KINDS)
    for at in range(draw(st.integers(least_roles, 3))):
        role = {"kind": draw(st.just(KINDS[:2]) | st.lists(kinds, min_size=1, unique=True))}
        skills = st.sampled_from(SKILLS) | st.lists(
            st.sampled_from(SKILLS), min_size=1, unique=True
        )
        wanted = draw(st.integers(0, 3)) == 0
        roles[f"role{at}"] = role | ({"skill": draw(skills)} if wanted else {})
        if names and draw(st.integers(0, 2)) == 0:
            rather = st.lists(st.sampled_from(names), unique=True, max_size=3)
            roles[f"role{at}"]["prefer"] = draw(rather)
    phases = []
    for at in range(draw(st.integers(1, 4))):
        present = draw(st.lists(st.sampled_from(list(roles)), unique=True)) if roles else []
        minutes = draw(st.integers(1, longest))
        phases.append(
            {"id": f"p{at}", "min": minutes, "roles": present, "patient": draw(st.booleans())}
        )
    return {"id": "visit", "roles": roles, "phases": phases}


@st.composite
def centres(draw, *, grains=(5, 10, 15, 20, 60), longest=90, step=5, most=4, least_roles=0):
    """A document without its question, and the day around which it lies."""
    zone = draw(st.sampled_from(list(CHANGES)))
    day = date.fromisoformat(draw(st.sampled_from(CHANGES[zone])))
    day += timedelta(days=draw(st.integers(-1, 1)))
    rows = draw(resources(day, step, most))
    who = st.sampled_from([row["id"] for row in rows] + ["patient"])
    busy = [
        draw(spans(day, step)) | {"resource": draw(who)} for _ in range(draw(st.integers(0, 2)))
    ]
    return {
        "zone": zone,
        "grain_min": draw(st.sampled_from(grains)),
        "resources": rows,
        "services": [draw(services(longest, least_roles, [row["id"] for row in rows]))],
        "busy": busy,
    }, day


@st.composite
def find_documents(draw):
    document, day = draw(centres())
    asked = {"service": "visit", "from": str(day), "to": str(day + timedelta(days=1))}
    roles = list(document["services"][0]["roles"])
    if roles and draw(st.booleans()):
        names = [row["id"] for row in document["resources"]]
        asked["roles"] = {draw(st.sampled_from(roles)): draw(st.sampled_from(names))}
    if draw(st.booleans()):
        asked["earliest"] = f"{day}T{clock(draw(st.integers(0, 1439)))}"
    if draw(st.booleans()):
        asked["limit"] = draw(st.integers(1, 30))
    return document | {"find": asked}


@st.composite
def course_documents(draw):
    document, day = draw(centres(grains=(60,), longest=40, step=60, most=3))
    least = draw(st.integers(0, 1))
    asked = {
        "service": "visit",
        "from": str(day),
        "visits": draw(st.integers(1, 3)),
        "min_days": least,
        "max_days": least + draw(st.integers(0, 1)),
        "earliest": f"{day}T{clock(60 * draw(st.integers(16, 23)))}",
        "to": str(day + timedelta(days=1)),
    }
    roles = list(document["services"][0]["roles"])
    if roles:
        asked["same"] = draw(st.lists(st.sampled_from(roles), unique=True))
    if draw(st.booleans()):
        asked["prefer"] = draw(hours(day, 60)) | {"days": draw(st.sampled_from(ALL_DAYS))}
        for bound in ("valid_from", "valid_to"):
            asked["prefer"].pop(bound, None)
    return document | {"course": asked}


@st.composite
def fill_documents(draw):
    document, day = draw(centres(grains=(30, 60), longest=60, step=30, most=3, least_roles=1))
    return document | {"fill": {"service": "visit", "day": str(day)}}


@st.composite
def close_centres(draw, grain):
    """Rooms open for some hours, and a visit whose room is needed after the patient has left."""
    day = date(2026, 12, 7)
    rows = []
    for at in range(draw(st.integers(1, 3))):
        start = draw(st.integers(8, 10)) * 60
        rule = {"days": "mon-sun", "from": clock(start), "to": clock(start + 4 * grain)}
        rows.append({"id": f"room{at}", "kind": "room", "hours": [rule]})
    if draw(st.booleans()):
        rows.append({"id": "suite", "kind": "room", "hours": rows[0]["hours"], "parts": ["room0"]})
    roles = {"room": {"kind": "room"}}
    phases = [{"id": "in", "min": draw(st.integers(1, grain)), "roles": ["room"]}]
    if draw(st.booleans()):
        roles["other"] = {"kind": ["room"]}
        phases.append(
            {
                "id": "handover",
                "min": 5,
                "roles": draw(st.sampled_from([["other"], ["room", "other"]])),
                "patient": False,
            }
        )
    phases.append(
        {
            "id": "turnover",
            "min": draw(st.integers(1, 2 * grain)),
            "roles": ["room"],
            "patient": False,
        }
    )
    return {
        "zone": "Europe/Nicosia",
        "grain_min": grain,
        "resources": rows,
        "services": [{"id": "visit", "roles": roles, "phases": phases}],
    }, day


@st.composite
def close_course_documents(draw):
    """Courses whose visits may share a day, and overlap while the patient is not there."""
    document, day = draw(close_centres(draw(st.sampled_from([20, 30]))))
    asked = {
        "service": "visit",
        "from": str(day),
        "to": str(day + timedelta(days=1)),
        "visits": draw(st.integers(2, 3)),
        "min_days": 0,
        "max_days": 1,
        "same": draw(st.sampled_from([[], [], ["room"]])),
    }
    if draw(st.booleans()):
        asked["prefer"] = {
            "days": draw(st.sampled_from(["mon", "mon-tue"])),
            "from": "09:00",
            "to": draw(st.sampled_from(["09:30", "11:00"])),
        }
    return document | {"course": asked}


@st.composite
def close_fill_documents(draw):
    document, day = draw(close_centres(30))
    return document | {"fill": {"service": "visit", "day": str(day), "optimal": True}}
