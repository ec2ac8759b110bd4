// One visit without connection: what was known of it, what was pressed here, and what can be pressed.
import { zone } from "../board/placing";
import { say } from "../board/words";
import { clockIn } from "../live/times";
import type { KeptVisit } from "./day";
import { button, inWords } from "./listing";
import type { Taken } from "./queue";

export interface Panel {
  press: (form: HTMLFormElement, visit: KeptVisit) => void;
  drop: (one: Taken) => void;
}

export function openAway(visit: KeptVisit, queue: readonly Taken[], acts: Panel): void {
  const dialog = document.getElementById("panel");
  const body = document.getElementById("panel-body");
  const mould = document.getElementById("away-visit");
  if (!(dialog instanceof HTMLDialogElement) || !(mould instanceof HTMLTemplateElement)) return;
  const card = (mould.content.cloneNode(true) as DocumentFragment).firstElementChild;
  if (!(card instanceof HTMLElement)) return;
  fill(card, "[data-name]", visit.name);
  fill(card, "[data-what]", `${visit.at}, ${visit.what}, ${visit.place}`);
  const list = card.querySelector("[data-done]");
  list?.append(...visit.done.map((one) => known(one.at, inWords(one))));
  list?.append(...queue.filter((one) => one.visit === visit.id).map((one) => mine(one, acts)));
  for (const form of card.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts.press(form, visit);
    });
  }
  body?.replaceChildren(card);
  if (!dialog.open) dialog.showModal();
  card.querySelector<HTMLElement>("h2")?.focus();
}

function fill(card: HTMLElement, selector: string, words: string): void {
  const place = card.querySelector(selector);
  if (place) place.textContent = words;
}

function known(at: number, words: string): HTMLElement {
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = clockIn(zone())(at);
  const what = document.createElement("span");
  what.textContent = words;
  item.append(time, what);
  return item;
}

function mine(one: Taken, acts: Panel): HTMLElement {
  const item = known(one.pressedAt, `${inWords(one)}, ${say("not-sent")}`);
  item.append(
    document.createElement("span"),
    button(say("drop-step"), () => acts.drop(one)),
  );
  return item;
}
