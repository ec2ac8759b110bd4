// Send the queue: one step after another, each with its key, by its author alone. What the centre's
// computer does not take waits for somebody to decide, and what comes after it in that visit waits too.
import { token } from "../live/token";
import { put, remove, type Taken, waiting } from "./queue";

const ANSWER_WITHIN_MS = 8000;

export type End = "done" | "away" | "signed-out";

interface Answer {
  state?: string;
  says?: string;
  theirs?: string;
  can_keep?: boolean;
}

export interface Told {
  kept: (one: Taken, says: string) => void;
  gone: string; // the sentence for a visit that is not here any more
}

/** Send what waits; only one tab does so at a time. */
export async function send(me: string, told: Told): Promise<End> {
  if (!("locks" in navigator)) return inOrder(me, told);
  return navigator.locks.request("ashi-queue", { ifAvailable: true }, (lock) =>
    lock ? inOrder(me, told) : ("done" as End),
  );
}

async function inOrder(me: string, told: Told): Promise<End> {
  const stopped = new Set<string>();
  for (const one of await waiting()) {
    if (one.author !== me || stopped.has(one.visit)) continue;
    if (one.says !== undefined) {
      stopped.add(one.visit);
      continue;
    }
    const end = await sendOne(one, told);
    if (end === "refused") stopped.add(one.visit);
    else if (end !== "kept") return end;
  }
  return "done";
}

function bodyOf(one: Taken): URLSearchParams {
  const values: Record<string, string | number | undefined> = {
    step_id: one.id,
    author_id: one.author,
    kind: one.kind,
    pressed_ms: Math.round(one.pressedAt),
    needles: one.needles,
    minutes: one.minutes,
    visit_version: one.version,
    seen: one.seen.join(" "),
    emergency: one.emergency ? "on" : undefined,
    confirmed: one.confirmed ? "on" : undefined,
  };
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) body.set(name, String(value));
  }
  return body;
}

async function sendOne(one: Taken, told: Told): Promise<End | "kept" | "refused"> {
  let answer: Response;
  try {
    answer = await fetch(`/desk/visits/${one.visit}/later`, {
      method: "POST",
      body: bodyOf(one),
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  } catch {
    return "away";
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) return "signed-out";
  if (answer.ok) {
    await remove(one);
    told.kept(one, ((await answer.json()) as Answer).says ?? "");
    return "kept";
  }
  if (answer.status !== 422 && answer.status !== 404) return "away";
  const why = answer.status === 422 ? ((await answer.json()) as Answer) : { says: told.gone };
  await put({ ...one, says: why.says ?? "", theirs: why.theirs, canKeep: why.can_keep });
  return "refused";
}
