// Send an act in the background, say what came of it, and offer to take it back for ten seconds.
import { announce, say } from "./words";

const UNDO_FOR_MS = 10_000;

interface Answer {
  says?: string;
  undo?: string;
}

function token(): string {
  const field = document.querySelector<HTMLInputElement>("#board-token input");
  return field?.value ?? "";
}

export async function post(address: string, body: URLSearchParams): Promise<void> {
  let answer: Answer;
  try {
    const sent = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
    });
    answer = await sent.json();
  } catch {
    answer = { says: say("away") };
  }
  document.body.dispatchEvent(new Event("board-changed"));
  if (answer.says) toast(answer.says, answer.undo);
}

export function toast(sentence: string, undo?: string): void {
  const host = document.getElementById("toasts");
  if (!host) return;
  announce(sentence);
  const one = document.createElement("div");
  one.className = "toast no-print";
  const words = document.createElement("span");
  words.textContent = sentence;
  one.append(words);
  if (undo) one.append(undoButton(one, undo));
  host.replaceChildren(one);
  leave(one);
}

function undoButton(one: HTMLElement, address: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("undo");
  button.addEventListener("click", () => {
    one.remove();
    void post(address, new URLSearchParams());
  });
  return button;
}

// A toast goes after ten seconds, and waits while somebody points at it or stands on it.
function leave(one: HTMLElement): void {
  let timer = setTimeout(() => one.remove(), UNDO_FOR_MS);
  const wait = (): void => clearTimeout(timer);
  const go = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => one.remove(), UNDO_FOR_MS);
  };
  one.addEventListener("pointerenter", wait);
  one.addEventListener("focusin", wait);
  one.addEventListener("pointerleave", go);
  one.addEventListener("focusout", go);
}
