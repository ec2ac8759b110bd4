// Picking a visit up and putting it down, by keyboard, mouse or touch.
import { Picked, type Spot } from "./moving";
import { board, place } from "./placing";
import { standOn } from "./walking";
import { announce, say } from "./words";

const DRAG_FROM_PX = 6;
const LONG_PRESS_MS = 350;

let picked: Picked | undefined;

export function isCarrying(): boolean {
  return picked !== undefined;
}

export function pickUp(card: HTMLElement): void {
  if (card.dataset.movable === undefined) {
    announce(say("fixed"));
    return;
  }
  picked = new Picked(card, show);
  board()?.setAttribute("data-moving", "");
}

export async function putDown(): Promise<void> {
  const carried = picked;
  if (!carried) return;
  if (carried.unmoved) return putBack();
  if (!carried.fitsAt(carried.spot)) {
    announce(`${carried.label(carried.spot)}, ${await carried.why(carried.spot)}`);
    return;
  }
  const visit = carried.card.dataset.visit ?? "";
  await carried.put();
  finish();
  standOn(visit);
}

export function putBack(): void {
  if (!picked) return;
  const visit = picked.card.dataset.visit ?? "";
  finish();
  announce(say("back"));
  standOn(visit);
}

function finish(): void {
  picked?.letGo();
  picked = undefined;
  board()?.removeAttribute("data-moving");
  document.body.dispatchEvent(new Event("board-changed"));
}

export function carry(key: string): boolean {
  if (!picked) return false;
  const { spot, grain } = picked;
  const columns = picked.columns();
  const x = columns.indexOf(spot.column);
  const steps: Record<string, Spot> = {
    ArrowDown: { ...spot, at: spot.at + grain },
    ArrowUp: { ...spot, at: spot.at - grain },
    ArrowRight: { ...spot, column: columns[x + 1] ?? spot.column },
    ArrowLeft: { ...spot, column: columns[x - 1] ?? spot.column },
  };
  const next = steps[key];
  if (!next) return false;
  moveTo(next);
  document.querySelector(".board .drop")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function moveTo(spot: Spot): void {
  if (!picked) return;
  const rows = Number(board()?.dataset.rows) * 5;
  picked.spot = { column: spot.column, at: Math.min(Math.max(spot.at, 0), rows - 5) };
  show();
}

// Draw where it would stand, and say whether it fits.
function show(): void {
  const carried = picked;
  if (!carried?.ready) return;
  const { spot } = carried;
  const fits = carried.fitsAt(spot);
  const drop = dropAt(spot, carried.card.dataset.for ?? "30");
  drop.toggleAttribute("data-blocked", !fits);
  const where = { at: carried.label(spot), column: carried.columnName(spot) };
  const [title, reason] = [drop.querySelector("b"), drop.querySelector("span")];
  if (title) title.textContent = say(fits ? "drop" : "blocked", where);
  if (fits || carried.unmoved) {
    if (reason) reason.textContent = "";
    announce(say(carried.unmoved ? "start" : "fits", where));
    return;
  }
  void carried.why(spot).then((why) => {
    if (picked !== carried || carried.spot !== spot) return;
    if (reason) reason.textContent = why;
    announce(say("not", { ...where, why }));
  });
}

function dropAt(spot: Spot, length: string): HTMLElement {
  for (const old of document.querySelectorAll(".board .drop")) old.remove();
  const drop = document.createElement("li");
  drop.className = "drop";
  drop.setAttribute("aria-hidden", "true");
  drop.dataset.at = String(spot.at);
  drop.dataset.for = length;
  drop.append(document.createElement("b"), document.createElement("span"));
  document.querySelector(`#col-${spot.column} > ol`)?.append(drop);
  place();
  return drop;
}

function spotUnder(event: PointerEvent, grip: number): Spot | undefined {
  const here = board();
  for (const column of here?.querySelectorAll<HTMLElement>(".col") ?? []) {
    const list = column.querySelector("ol");
    const box = list?.getBoundingClientRect();
    if (!here || !box || event.clientX < box.left || event.clientX > box.right) continue;
    const five = box.height / Number(here.dataset.rows);
    const at = Math.round(((event.clientY - grip - box.top) / five) * 5);
    const grain = picked?.grain ?? 5;
    return { column: column.dataset.resource ?? "", at: Math.round(at / grain) * grain };
  }
  return undefined;
}

// A mouse drags at once; a finger holds for a moment first, so that scrolling stays possible.
export function startDrag(event: PointerEvent, card: HTMLElement): void {
  if (event.button !== 0 || picked || card.dataset.movable === undefined) return;
  const start = { x: event.clientX, y: event.clientY };
  const grip = event.clientY - card.getBoundingClientRect().top;
  const touch = event.pointerType !== "mouse";
  const held = touch ? setTimeout(() => pickUp(card), LONG_PRESS_MS) : undefined;
  const move = (next: PointerEvent): void => {
    const far = Math.hypot(next.clientX - start.x, next.clientY - start.y) > DRAG_FROM_PX;
    if (!picked && far && touch) stop();
    else if (!picked && far) pickUp(card);
    if (!picked) return;
    next.preventDefault();
    const spot = spotUnder(next, grip);
    if (spot) moveTo(spot);
  };
  const blockScroll = (next: TouchEvent): void => {
    if (picked) next.preventDefault();
  };
  const stop = (): void => {
    clearTimeout(held);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", cancel);
    document.removeEventListener("touchmove", blockScroll);
  };
  const drop = (): void => {
    stop();
    const carried = picked;
    if (!carried) return;
    swallowClick();
    if (carried.unmoved || !carried.fitsAt(carried.spot)) void tellAndPutBack(carried);
    else void putDown();
  };
  const cancel = (): void => {
    stop();
    putBack();
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("touchmove", blockScroll, { passive: false });
}

async function tellAndPutBack(carried: Picked): Promise<void> {
  const why = carried.unmoved ? "" : await carried.why(carried.spot);
  const where = { at: carried.label(carried.spot), column: carried.columnName(carried.spot) };
  putBack();
  if (why) announce(say("not", { ...where, why }));
}

function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
}
