// The list of steps that wait to be sent: whose, which, and where somebody else was first both versions.
import { zone } from "../board/placing";
import { say } from "../board/words";
import { clockIn } from "../live/times";
import type { Taken } from "./queue";

export interface Acts {
  keep: (one: Taken) => void;
  drop: (one: Taken) => void;
}

export function inWords(one: {
  kind: string;
  needles?: number | undefined;
  minutes?: number | undefined;
}): string {
  return say(`done-${one.kind}`, { n: one.needles ?? one.minutes ?? 0 });
}

export function showQueue(queue: readonly Taken[], me: string, acts: Acts): void {
  const section = document.getElementById("queue");
  if (!section) return;
  const mine = queue.filter((one) => one.author === me);
  const list = section.querySelector("ol");
  list?.replaceChildren(...mine.map((one) => line(one, acts)));
  const others = section.querySelector<HTMLElement>("[data-others]");
  if (others) {
    others.textContent = othersWords(queue.filter((one) => one.author !== me));
    others.hidden = !others.textContent;
  }
  const head = section.querySelector<HTMLElement>("h2");
  if (head) head.hidden = mine.length === 0;
  section.toggleAttribute(
    "data-refused",
    mine.some((one) => one.says !== undefined),
  );
  section.hidden = queue.length === 0;
  mark(queue);
}

function othersWords(others: readonly Taken[]): string {
  const counts = new Map<string, number>();
  for (const one of others) counts.set(one.authorName, (counts.get(one.authorName) ?? 0) + 1);
  return [...counts].map(([name, n]) => say("others", { n, name })).join(" ");
}

function line(one: Taken, acts: Acts): HTMLElement {
  const item = document.createElement("li");
  item.dataset.key = one.id;
  const words = document.createElement("span");
  words.textContent = `${one.label}: ${inWords(one)}, ${clockIn(zone())(one.pressedAt)}`;
  item.append(words);
  if (one.says !== undefined) {
    item.dataset.refused = "";
    const why = document.createElement("span");
    why.className = "why";
    why.textContent = one.theirs ? `${one.says} ${say("theirs", { what: one.theirs })}` : one.says;
    item.append(why);
  }
  if (one.says !== undefined && one.canKeep) item.append(button(say("keep"), () => acts.keep(one)));
  item.append(button(say("drop-step"), () => acts.drop(one)));
  return item;
}

export function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.dataset.size = "s";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

// On the cards: what was pressed here and is not sent yet.
function mark(queue: readonly Taken[]): void {
  for (const card of document.querySelectorAll<HTMLElement>(".board .visit[data-visit]")) {
    const mine = queue.filter((one) => one.visit === card.dataset.visit);
    if (mine.length) card.dataset.waits = mine.map(inWords).join(", ");
    else delete card.dataset.waits;
  }
}
