// Bells of needles while there is no connection: from what was known, and from what was pressed
// here since. A bell taken here rings again after a while: nobody else knows that somebody went.

import { zone } from "../board/placing";
import { say } from "../board/words";
import { clockIn } from "../live/times";
import { after } from "./clocks";
import { type KeptVisit, visits } from "./day";
import type { Taken } from "./queue";

const taken = new Map<string, number>(); // a visit's bell, and until when it is silent here

export function takeHere(banner: HTMLElement, forMin: number, now: number): void {
  const visit = banner.dataset.visit;
  if (!visit) return;
  taken.set(visit, now + forMin * 60_000);
  banner.dataset.ringsAt = String(now + forMin * 60_000);
}

export function showBells(queue: readonly Taken[]): void {
  const bar = document.getElementById("bell-bar");
  if (!bar) return;
  for (const visit of visits()) {
    const mine = queue.filter((one) => one.visit === visit.id);
    const state = after(visit, mine);
    const banner = bar.querySelector<HTMLElement>(`.bell-banner[data-visit="${visit.id}"]`);
    if (state.due === null) banner?.setAttribute("data-rings-at", "Infinity");
    else ring(banner ?? made(bar, visit), visit, state.due, state.needles);
  }
}

function ring(banner: HTMLElement, visit: KeptVisit, due: number, needles: number): void {
  banner.dataset.due = String(due);
  banner.dataset.ringsAt = String(Math.max(due, taken.get(visit.id) ?? 0));
  if (banner.dataset.made === undefined) return;
  const place = banner.querySelector("[data-place]");
  const who = banner.querySelector("[data-who]");
  const at = clockIn(zone())(due);
  if (place) place.textContent = say("due", { place: visit.place, at });
  if (who) who.textContent = say("who-in", { name: visit.name, n: needles });
}

function made(bar: HTMLElement, visit: KeptVisit): HTMLElement {
  const mould = document.getElementById("away-bell") as HTMLTemplateElement;
  const banner = (mould.content.cloneNode(true) as DocumentFragment)
    .firstElementChild as HTMLElement;
  banner.dataset.visit = visit.id;
  banner.dataset.made = "";
  const out = banner.querySelector("a");
  if (out) out.href = `/desk/visits/${visit.id}`;
  bar.prepend(banner);
  return banner;
}
