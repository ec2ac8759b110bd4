// Words are kept as they are typed. A press waits for the keeping that is under way: otherwise the
// page it sends would be older than what is kept, and its writer told of a writer who is herself.
// What the server has not kept yet stays on this device, its writer's alone, with what the page had
// seen: when it is opened again, the server takes it or shows both. A page that is signed out is led
// away without asking, so this cannot wait until a keeping fails.
const REFUSED = 422;

function unkept(request: XMLHttpRequest): boolean {
  const answered = request.status === REFUSED || (request.status >= 200 && request.status < 300);
  return !answered || new URL(request.responseURL).pathname.startsWith("/accounts/");
}

function boxes(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("#seen, textarea")];
}

function wordsOf(form: HTMLFormElement): string {
  return JSON.stringify([...form.querySelectorAll("textarea")].map((box) => box.value));
}

function stay(form: HTMLFormElement, key: string): void {
  const typed = boxes(form).map((box): [string, string] => [box.name, box.value]);
  try {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
  } catch {
    // A full or forbidden store keeps nothing; the page works without.
  }
}

function say(form: HTMLFormElement): void {
  const told = document.createElement("p");
  told.className = "banner";
  told.dataset.state = "caution";
  told.setAttribute("role", "alert");
  told.textContent = form.dataset.unkept ?? "";
  form.querySelector("#refused")?.replaceChildren(told);
}

function restore(form: HTMLFormElement, key: string): void {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Record<string, string> | null;
  if (kept === null || form.dataset.answered !== undefined) return; // an answer shows what was sent
  const seen = form.querySelector<HTMLInputElement>("#seen")?.value;
  if (form.dataset.mine !== undefined && kept.seen !== seen) {
    localStorage.removeItem(key); // a press has brought it to the server since
    return;
  }
  for (const box of boxes(form)) box.value = kept[box.name] ?? box.value;
  for (const group of form.querySelectorAll("details")) {
    group.open ||= [...group.querySelectorAll("textarea")].some((box) => box.value !== "");
  }
  window.addEventListener("load", () => form.dispatchEvent(new Event("input")));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-waits]")) {
  const key = `own-words:${document.documentElement.dataset.user ?? ""}:${form.action}`;
  let pressed: HTMLElement | null | undefined;
  let sent = "";
  form.addEventListener("input", () => stay(form, key));
  form.addEventListener("htmx:beforeRequest", () => {
    sent = wordsOf(form);
  });
  form.addEventListener("submit", (event) => {
    if (!form.classList.contains("htmx-request")) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (unkept(xhr)) say(form);
    else if (xhr.status !== REFUSED && sent === wordsOf(form)) localStorage.removeItem(key);
    else if (xhr.status !== REFUSED) stay(form, key);
    if (pressed === undefined) return;
    const by = pressed;
    pressed = undefined;
    window.setTimeout(() => form.requestSubmit(by), 0);
  });
  restore(form, key);
}
