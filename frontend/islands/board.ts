// The day board: placed, alive, walked over by keyboard, visits moved by hand.
import {
  answered,
  goOnWhenAway,
  isAway,
  leaveAfterADay,
  queueStep,
  redraw,
  setAway,
} from "./away/going-on";
import { isKeptPage, keep, keptPart } from "./away/kept";
import { keepToday } from "./away/renewing";
import { carry, isCarrying, pickUp, putBack, putDown, startDrag } from "./board/carrying";
import { openPanel, preparePanel } from "./board/panel";
import { place, scrollToNow, tick } from "./board/placing";
import { rove, stand, toBell, toNow, walk } from "./board/walking";
import { fillWishes } from "./board/wishes";
import { Asker } from "./live/asking";
import { morph } from "./live/morph";
import { watchPresses, whenReleased } from "./live/pressing";
import { leaveWhenUnattended } from "./live/unattended";

const ASK_EVERY_MS = 1000;
const MINUTE_MS = 60_000;
const host = document.getElementById("board-host");
let waiting: Document | undefined;

function show(fresh: Document): void {
  const old = document.getElementById("board-live");
  const next = fresh.getElementById("board-live");
  if (!old || !next) return;
  if (isCarrying()) {
    waiting = fresh; // not under somebody's hand
    return;
  }
  waiting = undefined;
  morph(old, next);
  place();
  rove();
  fillWishes();
  redraw();
}

function visitOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".board .visit") : null;
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing =
    event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
  if (typing) return;
  const card = visitOf(event.target);
  if (handled(event.key, event.target, card)) event.preventDefault();
}

function handled(key: string, target: EventTarget | null, card: HTMLElement | null): boolean {
  if (isCarrying()) return handledWhileCarrying(key);
  if (key === "n" || key === "N") {
    toNow();
    return true;
  }
  if (key === "b" || key === "B") {
    toBell();
    return true;
  }
  if (key === "p" || key === "P") {
    document.getElementById("day-sheet")?.click();
    return true;
  }
  if (!card || !(target instanceof HTMLAnchorElement)) return false;
  if (key === " ") {
    if (!isAway()) pickUp(card);
    return true;
  }
  return walk(key, target);
}

function handledWhileCarrying(key: string): boolean {
  if (key === "Enter") void putDown();
  else if (key === "Escape") putBack();
  else if (key !== " " && key !== "Tab") return carry(key);
  return true;
}

function onClick(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link =
    event.target instanceof Element ? event.target.closest("a.who, a[data-panel]") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  if (link.matches(".who")) stand(link);
  void openPanel(link.href);
}

async function quietly(event: SubmitEvent): Promise<void> {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.quiet === undefined) return;
  event.preventDefault();
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) values.append(name, String(value));
  await fetch(form.action, { method: "POST", body: values, redirect: "manual" });
  void asker?.ask();
}

const fragment = host?.dataset.fragment;
const asker = fragment
  ? new Asker(
      {
        url: fragment,
        tag: document.getElementById("board-live")?.dataset.tag,
        changed: (fresh, text) => {
          whenReleased(() => show(fresh));
          if (host?.dataset.worker) void keep(fragment, text);
        },
        away: setAway,
        answered,
      },
      isKeptPage(),
    )
  : undefined;

function changed(): void {
  if (waiting && !isCarrying()) show(waiting);
  void asker?.ask();
}

watchPresses();
place();
rove();
scrollToNow();
fillWishes();
preparePanel(changed, queueStep);
goOnWhenAway();
if (isKeptPage() && fragment) {
  setAway(true);
  void keptPart(fragment).then((last) => last && show(last));
} else if (host) keepToday(host.dataset);
host?.addEventListener("pointerdown", (event) => {
  const card = visitOf(event.target);
  if (card && !isAway()) startDrag(event, card);
});
host?.addEventListener("dragstart", (event) => event.preventDefault()); // links drag by themselves
host?.addEventListener("contextmenu", (event) => {
  if (isCarrying()) event.preventDefault(); // a held finger is a hand, not a question
});
host?.addEventListener("click", onClick);
host?.addEventListener("submit", (event) => void quietly(event));
document.addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) changed();
});
document.body.addEventListener("board-changed", changed);
setInterval(() => {
  tick();
  void leaveAfterADay();
  if (!document.hidden) void asker?.ask();
}, ASK_EVERY_MS);
if (host?.dataset.wall) {
  leaveWhenUnattended(host.dataset.wall, Number(host.dataset.wallAfter) * MINUTE_MS);
}
