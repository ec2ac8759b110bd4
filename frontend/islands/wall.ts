// The wall: alive, with clocks that tick; nothing to touch.
import { keepBehindWall } from "./away/renewing";
import { Asker } from "./live/asking";
import { morph } from "./live/morph";
import { clockIn, now } from "./live/times";
import { returnWhenTouched } from "./live/unattended";

const host = document.getElementById("wall-host");
const keepBoard = host ? keepBehindWall(host.dataset) : () => undefined;
const zone = host?.dataset.zone ?? "UTC";

function show(fresh: Document): void {
  const old = document.getElementById("wall-live");
  const next = fresh.getElementById("wall-live");
  if (old && next) morph(old, next);
  keepBoard();
  tick();
}

function tick(): void {
  const time = document.querySelector("[data-wall-time]");
  if (time) time.textContent = clockIn(zone)(now());
  for (const one of document.querySelectorAll<HTMLElement>("[data-countdown]")) {
    const minutes = Math.ceil((Number(one.dataset.countdown) - now()) / 60_000);
    const words = minutes > 0 ? host?.dataset.left : host?.dataset.over;
    one.textContent = (words ?? "{n}").replace("{n}", String(Math.abs(minutes)));
  }
  for (const room of document.querySelectorAll<HTMLElement>(".wall-room[data-due]")) {
    room.dataset.state = Number(room.dataset.due) <= now() ? "bell" : "needle";
  }
}

if (host?.dataset.fragment) {
  const tag = document.getElementById("wall-live")?.dataset.tag;
  const asker = new Asker({ url: host.dataset.fragment, tag, changed: show });
  setInterval(() => {
    tick();
    void asker.ask();
  }, 1000);
  tick();
}
if (host?.dataset.board) returnWhenTouched(host.dataset.board);
