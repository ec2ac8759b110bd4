// Every page: toasts that wait while somebody reads them, menus that close, drafts that stay, tablets that lock.
import { dropOthersDay, leaveNothing } from "./away/kept";
import { waiting } from "./away/queue";
import { keepDrafts } from "./live/drafts";
import { showOnlyTheLatest } from "./live/latest";
import { lockWhenIdle } from "./live/locking";

const TOAST_MS = 10_000;

function watchToast(toast: HTMLElement): void {
  let left = TOAST_MS;
  let since = performance.now();
  let timer = window.setTimeout(() => toast.remove(), left);
  const pause = (): void => {
    window.clearTimeout(timer);
    left -= performance.now() - since;
  };
  const go = (): void => {
    since = performance.now();
    timer = window.setTimeout(() => toast.remove(), Math.max(left, 2000));
  };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("focusout", go);
}

function closeMenus(except: EventTarget | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
    if (!(except instanceof Node && menu.contains(except))) menu.open = false;
}

async function tellWhoseWait(): Promise<void> {
  const notice = document.getElementById("steps-wait");
  const whose = notice?.querySelector("[data-whose]");
  if (!notice || !whose) return;
  const names = new Set((await waiting().catch(() => [])).map((one) => one.authorName));
  whose.textContent = [...names].join(", ");
  notice.hidden = names.size === 0;
}

document.querySelector<HTMLElement>("[data-focus]")?.focus();
for (const toast of document.querySelectorAll<HTMLElement>("main > .toast")) watchToast(toast);
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(null);
});
for (const form of document.querySelectorAll<HTMLFormElement>("form")) {
  if (/\/(logout\/|lock)$/.test(new URL(form.action, location.href).pathname))
    form.addEventListener("submit", () => void leaveNothing());
}
void dropOthersDay();
void tellWhoseWait();
keepDrafts();
showOnlyTheLatest();
lockWhenIdle();
