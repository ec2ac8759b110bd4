// Words are kept as they are typed. A press waits for the keeping that is under way: otherwise the
// page it sends would be older than what is kept, and its writer told of a writer who is herself.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-waits]")) {
  let pressed: HTMLElement | null | undefined;
  form.addEventListener("submit", (event) => {
    if (!form.classList.contains("htmx-request")) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  form.addEventListener("htmx:afterRequest", () => {
    if (pressed === undefined) return;
    const by = pressed;
    pressed = undefined;
    window.setTimeout(() => form.requestSubmit(by), 0);
  });
}
