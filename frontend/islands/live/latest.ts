// A form marked data-latest asks for the rest of its page while somebody chooses. No answer older
// than what was chosen since is shown, and the rest, made for what was chosen before, cannot be
// sent meanwhile: a press would do what nobody sees any more.

interface Swap extends Event {
  detail: { shouldSwap: boolean; requestConfig?: { elt: Element } };
}

const ASKING = "form[data-latest]";

function asking(event: Event): HTMLFormElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLFormElement>(ASKING) : null;
}

function buttonsBeside(form: HTMLFormElement): HTMLButtonElement[] {
  const whole = document.querySelector(form.getAttribute("hx-target") ?? ASKING);
  const all = whole?.querySelectorAll<HTMLButtonElement>("button[type=submit]") ?? [];
  return [...all].filter((one) => one.form !== form);
}

/** Without an answer the page says again what the rest of it was made for. */
function goBack(form: HTMLFormElement): void {
  form.reset();
  for (const one of buttonsBeside(form)) one.disabled = false;
}

export function showOnlyTheLatest(): void {
  const typed = new WeakMap<Element, number>();
  const asked = new WeakMap<Element, number>();
  document.addEventListener("input", (event) => {
    const form = asking(event);
    if (!form || !("htmx" in window)) return;
    typed.set(form, event.timeStamp);
    for (const one of buttonsBeside(form)) one.disabled = true;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target instanceof Element) asked.set(event.target, event.timeStamp);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as Swap;
    const form = detail.requestConfig?.elt;
    if (form && (typed.get(form) ?? 0) > (asked.get(form) ?? 0)) detail.shouldSwap = false;
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failed, (event) => {
      const form = asking(event);
      if (form) goBack(form);
    });
  }
  // A browser that comes back to a page fills in what was chosen there, and not what it is made for.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>(ASKING)) goBack(form);
  });
}
