// One visit beside the board: its page's inner part in a dialog, so that the board stays.

import { toast } from "./sending";
import { say } from "./words";

const AWAY = [502, 503, 504];

interface Htmx {
  process: (element: Element) => void;
}
declare global {
  interface Window {
    htmx?: Htmx;
  }
}

function panel(): HTMLDialogElement | null {
  const found = document.getElementById("panel");
  return found instanceof HTMLDialogElement ? found : null;
}

export async function openPanel(address: string): Promise<void> {
  const dialog = panel();
  const body = document.getElementById("panel-body");
  if (!dialog || !body) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    location.assign(address); // the page itself tells what is the matter
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  body.replaceChildren(...fresh.body.childNodes);
  window.htmx?.process(body);
  if (!dialog.open) dialog.showModal();
  body.querySelector<HTMLElement>("h2")?.focus();
}

/** `queued` keeps a step that could not be sent, and tells whether it was one. */
export function preparePanel(closed: () => void, queued: (form: HTMLFormElement) => boolean): void {
  const dialog = panel();
  dialog?.addEventListener("close", closed);
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground beside the panel
  });
  dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    document.body.addEventListener(failed, (event) => {
      const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
      if (xhr.status !== 0 && !AWAY.includes(xhr.status)) return;
      if (elt.matches("[hx-trigger*='every']")) return; // asked by the page, not by anybody
      if (!(elt instanceof HTMLFormElement && queued(elt))) toast(say("away"));
    });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const answer = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>).detail;
    if (answer.xhr.responseURL && !new URL(answer.xhr.responseURL).pathname.startsWith("/desk/")) {
      answer.shouldSwap = false; // signed out meanwhile: the page leads to the sign-in
      location.reload();
    }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = event.target;
    if (target instanceof Element && target.id === "panel-body") {
      const first = target.querySelector<HTMLElement>("[role=alert], h2");
      if (first && !first.hasAttribute("tabindex")) first.tabIndex = -1;
      first?.focus();
    }
  });
}
