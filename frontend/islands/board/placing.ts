// Lengths of the day become lengths on the page, through the CSSOM (no inline style in the HTML).
import { clockIn, minutesSince, now } from "../live/times";
import { say } from "./words";

const FIVE = 5;

export function board(): HTMLElement | null {
  return document.getElementById("board");
}

export function zone(): string {
  return document.getElementById("board-host")?.dataset.zone ?? "UTC";
}

export function firstInstant(): number {
  return Number(board()?.dataset.first);
}

export function place(): void {
  const here = board();
  if (!here) return;
  here.style.setProperty("--rows", here.dataset.rows ?? "");
  here.style.setProperty("--cols", here.dataset.cols ?? "");
  for (const item of here.querySelectorAll<HTMLElement>("[data-at]")) {
    item.style.setProperty("--at", String(Number(item.dataset.at) / FIVE));
  }
  for (const item of here.querySelectorAll<HTMLElement>("[data-for]")) {
    item.style.setProperty("--for", String(Number(item.dataset.for) / FIVE));
  }
  for (const item of here.querySelectorAll<HTMLElement>("[data-lanes]")) {
    item.style.setProperty("--lane", item.dataset.lane ?? "0");
    item.style.setProperty("--lanes", item.dataset.lanes ?? "1");
  }
  here.dataset.placed = "";
  tick();
}

// What moves by the clock alone: the now line, how long needles are over, how late somebody is.
export function tick(): void {
  const here = board();
  if (!here) return;
  const minutes = (now() - firstInstant()) / 60_000;
  nowLine(here, minutes);
  for (const one of here.querySelectorAll<HTMLElement>("[data-over-since]")) {
    const over = minutesSince(Number(one.dataset.overSince));
    setText(one, over ? say("over", { n: over }) : "");
  }
  for (const one of here.querySelectorAll<HTMLElement>("[data-late]")) {
    setText(one, say("late", { n: minutesSince(Number(one.dataset.late)) }));
  }
  for (const one of here.querySelectorAll<HTMLElement>(".clock[data-due]")) {
    one.classList.toggle("over", Number(one.dataset.due) <= now());
  }
}

function nowLine(here: HTMLElement, minutes: number): void {
  const line = document.getElementById("now-line");
  if (!line) return;
  const inside = minutes >= 0 && minutes <= Number(here.dataset.rows) * FIVE;
  line.hidden = !inside;
  line.style.setProperty("--at", String(minutes / FIVE));
  const label = line.querySelector("span");
  if (label) setText(label, clockIn(zone())(now()));
  for (const hour of here.querySelectorAll<HTMLElement>(".hours time")) {
    hour.toggleAttribute("data-near", Math.abs(Number(hour.dataset.at) - minutes) < 8 && inside);
  }
}

function setText(one: Element, text: string): void {
  if (one.textContent !== text) one.textContent = text;
}

export function scrollToNow(): void {
  const line = document.getElementById("now-line");
  const region = board()?.closest<HTMLElement>(".scroll");
  if (!line || line.hidden || !region) return;
  region.scrollTop = line.offsetTop - region.clientHeight / 3;
}
