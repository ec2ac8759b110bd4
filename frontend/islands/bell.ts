// The bell on every staff page: shown, heard, in the title, until somebody takes it.
import { isKeptPage, keep, keptPart } from "./away/kept";
import { Chime } from "./bell/chime";
import { Asker } from "./live/asking";
import { morph } from "./live/morph";
import { watchPresses, whenReleased } from "./live/pressing";
import { everySecond } from "./live/ticking";
import { minutesSince, now } from "./live/times";
import { token } from "./live/token";

const ASK_EVERY_S = 2;
const CHIME_EVERY_S = 4;
const PRESENT_EVERY_S = 20;

const chime = new Chime();
const title = document.title;
let seconds = 0;
let told: boolean | undefined;

function bar(): HTMLElement | null {
  return document.getElementById("bell-bar");
}

function screenId(): string {
  const known = sessionStorage.getItem("ashi-screen");
  if (known) return known;
  const made = crypto.randomUUID();
  sessionStorage.setItem("ashi-screen", made);
  return made;
}

async function bePresent(): Promise<void> {
  const address = bar()?.dataset.presence;
  if (!address) return;
  told = chime.armed;
  const body = new URLSearchParams({ screen_id: screenId() });
  if (chime.armed) body.set("armed", "on");
  const headers = { "X-CSRFToken": token(), "X-Unattended": "1" }; // no act of a person
  await fetch(address, { method: "POST", body, headers }).catch(
    () => undefined, // said again in a while
  );
}

function overWords(due: number): string {
  const over = minutesSince(due);
  const words = bar()?.dataset.overWords ?? "";
  return over > 0 ? words.replace("{n}", String(over)) : "";
}

function ringing(): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const one of document.querySelectorAll<HTMLElement>(".bell-banner[data-rings-at]")) {
    const rings = Number(one.dataset.ringsAt) <= now();
    if (one.hidden === rings) whenReleased(() => (one.hidden = !rings));
    const over = one.querySelector("[data-over]");
    if (over) over.textContent = overWords(Number(one.dataset.due));
    if (rings) found.push(one);
  }
  return found;
}

function showSound(): void {
  const notice = document.getElementById("sound-off");
  if (notice) notice.hidden = chime.armed;
  const silent = document.getElementById("silent-boards");
  if (!silent) return;
  const others = [...silent.querySelectorAll<HTMLElement>("[data-screens]")];
  for (const one of others) one.hidden = one.dataset.screens?.trim() === screenId(); // said above
  silent.hidden = others.every((one) => one.hidden);
}

function tick(): void {
  seconds += 1;
  const bells = ringing();
  if (bells.length && seconds % CHIME_EVERY_S === 1) chime.ring();
  const flash = bells.length > 0 && seconds % 2 === 1;
  const wanted = flash ? `● ${bar()?.dataset.title ?? ""}` : title;
  if (document.title !== wanted) document.title = wanted;
  whenReleased(showSound);
  if (seconds % ASK_EVERY_S === 1) void asker?.ask();
  if (told !== chime.armed || seconds % PRESENT_EVERY_S === 1) void bePresent();
}

function take(fresh: Document): void {
  for (const id of ["bell-bar", "in-now"]) {
    const old = document.getElementById(id);
    const next = fresh.getElementById(id);
    if (old && next) morph(old, next);
  }
  showSound();
  ringing();
}

const address = bar()?.dataset.pulse;
const isKept = document.getElementById("board-host")?.dataset.worker !== undefined;
const asker = address
  ? new Asker({
      url: address,
      changed: (fresh, text) => {
        whenReleased(() => take(fresh));
        if (isKept) void keep(address, text);
      },
    })
  : undefined;

if (asker) {
  watchPresses();
  for (const touch of ["pointerdown", "keydown"])
    document.addEventListener(touch, () => void chime.arm().then(() => whenReleased(showSound)));
  document.body.addEventListener("board-changed", () => void asker.ask());
  document.body.addEventListener("ashi-back", () => void asker.ask(true));
  if (isKeptPage() && address) void keptPart(address).then((last) => last && take(last));
  document.body.addEventListener("htmx:afterRequest", () => void asker.ask());
  void chime.tryArmed().then(() => whenReleased(showSound)); // settles with the first touch
  everySecond(tick);
}
