// When needles are due out, from what was known and from what was pressed since. The same as
// `apps/encounters/course_of_day.py` says of these steps; tests/property/test_away_clocks.py
// runs one table of cases through both.

const MINUTE_MS = 60_000;

export interface Known {
  counted_in: number;
  counted_out: number;
  needles: number;
  left: boolean;
  due: number | null;
  rest_min: number;
}

export interface Pressed {
  kind: string;
  pressedAt: number;
  needles?: number | undefined;
  minutes?: number | undefined;
}

export interface Resting {
  needles: number;
  due: number | null;
}

interface Fold {
  into: number;
  out: number;
  due: number | null;
  resting: boolean;
  counting: boolean;
  left: boolean;
}

export function after(known: Known, pressed: readonly Pressed[]): Resting {
  let fold: Fold = {
    into: known.counted_in,
    out: known.counted_out,
    due: known.due,
    resting: known.needles > 0,
    counting: known.needles === 0,
    left: known.left,
  };
  for (const one of pressed) fold = next(fold, one, known.rest_min);
  const needles = fold.counting || fold.left ? 0 : Math.max(fold.into - fold.out, 0);
  return { needles, due: needles ? fold.due : null };
}

function next(fold: Fold, one: Pressed, restMin: number): Fold {
  if (one.kind === "needles-in") {
    const due = fold.resting ? fold.due : one.pressedAt + restMin * MINUTE_MS;
    const into = fold.into + (one.needles ?? 0);
    return { ...fold, into, due, resting: !fold.left, counting: false };
  }
  if (one.kind === "needles-out") {
    return { ...fold, out: fold.out + (one.needles ?? 0), resting: false, counting: true };
  }
  if (one.kind === "more-time" && fold.due !== null) {
    return { ...fold, due: Math.max(fold.due, one.pressedAt) + (one.minutes ?? 0) * MINUTE_MS };
  }
  if (one.kind === "exercise") return { ...fold, resting: false };
  if (one.kind === "leave") return { ...fold, left: true, resting: false };
  return fold;
}
