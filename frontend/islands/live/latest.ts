// A form marked data-latest that asks while somebody types shows no answer older than what was
// typed since: the newer question is on its way, and the old answer would take its form away.

interface Swap extends Event {
  detail: { shouldSwap: boolean; requestConfig?: { elt: Element } };
}

export function showOnlyTheLatest(): void {
  const typed = new WeakMap<Element, number>();
  const asked = new WeakMap<Element, number>();
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element && event.target.closest("form[data-latest]");
    if (form) typed.set(form, event.timeStamp);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target instanceof Element) asked.set(event.target, event.timeStamp);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as Swap;
    const form = detail.requestConfig?.elt;
    if (form && (typed.get(form) ?? 0) > (asked.get(form) ?? 0)) detail.shouldSwap = false;
  });
}
