// The board without connection: it goes on from what was known, marked as such; what is pressed is
// queued; what needs the centre's computer says so; back on line the queue is sent.
import { zone } from "../board/placing";
import { toast } from "../board/sending";
import { say } from "../board/words";
import { clockIn, now, offsetNow } from "../live/times";
import { showBells, takeHere } from "./bells";
import { idIn, type KeptVisit, visitOf } from "./day";
import { dropDay, heard, isADayAgo, isKeptPage, noteHeard } from "./kept";
import { inWords, showQueue } from "./listing";
import { openAway } from "./panel";
import { put, remove, type Taken, waiting } from "./queue";
import { send } from "./sending";

const SEND_EVERY_MS = 5000;
const RELOAD_AFTER_MS = 10_000; // a server that is only slow is not asked for the page again and again
const TAKEN_FOR_MIN = 5; // as long as a bell that somebody took is silent on line

const NEEDS_THE_CONNECTION =
  ".dayhead .btn, .dayhead .seg a, .daybar nav a:not(#day-sheet), .topbar nav a, .drawer .btn, " +
  ".late-people a, .board .col > h2 button, .bell-banner a[href*='/bells/'], .reviews-due a";
const root = document.documentElement;
let queue: Taken[] = [];
let sending = false;
let sentAt = 0;

export function isAway(): boolean {
  return root.dataset.away !== undefined;
}

function me(): string {
  return root.dataset.user ?? "";
}

export function setAway(away: boolean): void {
  const before = isAway();
  root.toggleAttribute("data-away", away);
  const notice = document.getElementById("board-away");
  if (notice) notice.hidden = !away;
  const since = notice?.querySelector("[data-since]");
  const at = heard()?.at ?? Date.now();
  if (since && away) since.textContent = say("since", { at: clockIn(zone())(at + offsetNow()) });
  if (away !== before) redraw();
  if (!away && before) {
    root.removeAttribute("data-veiled");
    for (const one of document.querySelectorAll("#bell-bar [data-made]")) one.remove();
    document.body.dispatchEvent(new Event("ashi-back"));
  }
}

/** The centre's computer has answered: what waits is sent. */
export function answered(): void {
  noteHeard(offsetNow());
  const waits = queue.some((one) => one.author === me() && one.says === undefined);
  const busy = (document.getElementById("panel") as HTMLDialogElement | null)?.open;
  if (waits && !sending && Date.now() - sentAt > SEND_EVERY_MS) void sendAll();
  else if (!isKeptPage() || waits || sending || busy) return;
  else if (performance.now() > RELOAD_AFTER_MS) location.reload(); // to the live page
}

async function sendAll(): Promise<void> {
  sending = true;
  sentAt = Date.now();
  const off: string[] = [];
  let sent = 0;
  await send(me(), {
    kept: (_one, says) => {
      sent += 1;
      if (says) off.push(says);
    },
    gone: say("gone"),
  }).finally(() => {
    sending = false;
  });
  await refresh();
  if (sent) toast([say("sent", { n: sent }), ...off].join(" "));
  document.body.dispatchEvent(new Event("board-changed"));
}

/** Read the queue anew and show it: after each press, each sending, each change of the board. */
export async function refresh(): Promise<void> {
  queue = await waiting().catch(() => []);
  redraw();
}

export function redraw(): void {
  for (const one of document.querySelectorAll<HTMLElement>(NEEDS_THE_CONNECTION)) {
    if (isAway()) {
      one.dataset.needs = "";
      one.ariaDisabled = "true";
    } else if (one.dataset.needs !== undefined) {
      delete one.dataset.needs;
      one.ariaDisabled = null;
    }
  }
  showQueue(queue, me(), { keep: (one) => void keepMine(one), drop: (one) => void drop(one) });
  if (isAway()) showBells(queue);
}

async function keepMine(one: Taken): Promise<void> {
  const { says: _says, theirs: _theirs, canKeep: _canKeep, ...again } = one;
  await put({ ...again, confirmed: true });
  sentAt = 0;
  await refresh();
}

async function drop(one: Taken): Promise<void> {
  await remove(one);
  await refresh();
  const visit = visitOf(one.visit);
  const panel = document.getElementById("panel");
  if (isAway() && visit && panel instanceof HTMLDialogElement && panel.open) open(visit);
}

function open(visit: KeptVisit): void {
  openAway(visit, queue, {
    press: (form, of) => void press(form, of),
    drop: (one) => void drop(one),
  });
}

function whole(values: FormData, name: string): number | undefined {
  const text = String(values.get(name) ?? "");
  return text ? Number(text) : undefined;
}

async function press(form: HTMLFormElement, visit: KeptVisit): Promise<void> {
  const values = new FormData(form);
  const before = queue.filter((one) => one.visit === visit.id);
  const one: Taken = {
    id: String(values.get("step_id") ?? crypto.randomUUID()),
    author: me(),
    authorName: document.getElementById("board-host")?.dataset.me ?? "",
    visit: visit.id,
    label: visit.label,
    kind: String(values.get("kind")),
    needles: whole(values, "needles"),
    minutes: whole(values, "minutes"),
    emergency: values.get("emergency") === "on",
    confirmed: values.get("confirmed") === "on",
    pressedAt: Math.max(now(), ...before.map((other) => other.pressedAt)),
    seen: [...visit.seen, ...before.map((other) => other.id)],
    version: visit.version,
  };
  try {
    await put(one);
  } catch {
    toast(say("not-kept")); // a full or forbidden store: it must be known at once
    return;
  }
  await refresh();
  (document.getElementById("panel") as HTMLDialogElement | null)?.close();
  toast(say("queued", { name: visit.label, what: inWords(one) }));
}

/** A step that was on its way when the connection went: it is queued under the same key. */
export function queueStep(form: HTMLFormElement): boolean {
  const id = form.action.match(/\/desk\/visits\/(\d+)\/step$/)?.[1];
  const visit = id ? visitOf(id) : undefined;
  if (!visit || form.querySelector("[name=at]")) return false;
  void press(form, visit);
  return true;
}

function onClick(event: MouseEvent): void {
  if (!isAway() || !(event.target instanceof Element)) return;
  const link = event.target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.matches("#day-sheet, .skip, [href^='#']"))
    return;
  event.preventDefault();
  event.stopPropagation();
  const visit = visitOf(idIn(link.href) ?? "");
  if (visit) open(visit);
  else toast(say("needs"));
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!isAway() || !(form instanceof HTMLFormElement) || form.closest("[data-away-form]")) return;
  if (/\/(logout\/|lock)$/.test(new URL(form.action).pathname)) return; // the day is dropped with it
  event.preventDefault();
  event.stopPropagation();
  const banner = form.closest<HTMLElement>(".bell-banner");
  if (banner) {
    takeHere(banner, TAKEN_FOR_MIN, now());
    toast(say("taken", { n: TAKEN_FOR_MIN }));
  } else if (!queueStep(form)) toast(say("needs"));
}

/** A day after the centre's computer was last heard nobody reads its day here any more. */
export async function leaveAfterADay(): Promise<void> {
  const at = heard()?.at;
  if (!isAway() || at === undefined || !isADayAgo(at)) return;
  await dropDay();
  location.reload();
}

export function goOnWhenAway(): void {
  document.addEventListener("click", onClick, { capture: true });
  document.addEventListener("submit", onSubmit, { capture: true });
  document.getElementById("veil-lift")?.addEventListener("click", () => {
    root.removeAttribute("data-veiled");
  });
  void refresh();
}
