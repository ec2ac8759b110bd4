// A shared tablet that nobody touches locks itself. What stood in its forms is taken out first, so
// that going back shows nobody what somebody else typed; drafts are kept apart, by author.

import { TOUCHES, veiled } from "./unattended";

const CHECK_MS = 1000;

function emptyForms(): void {
  for (const form of document.querySelectorAll("form")) form.reset();
}

export function lockWhenIdle(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-lock-after]");
  if (!form) return;
  const after = Number(form.dataset.lockAfter) * 1000;
  let touched = Date.now();
  for (const kind of TOUCHES) {
    document.addEventListener(kind, () => {
      touched = Date.now();
    });
  }
  form.addEventListener("submit", () => {
    document.documentElement.dataset.leaving = "";
    emptyForms();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // kept whole by the browser, perhaps for somebody else
  });
  const timer = setInterval(() => {
    if (Date.now() - touched < after || veiled()) return;
    clearInterval(timer);
    form.requestSubmit();
  }, CHECK_MS);
}
