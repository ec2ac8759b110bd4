// What is typed into a note is kept by the browser at once and by the server every few seconds.
// Nothing here signs; without it the button "Keep" does the same.
const PAUSE_MS = 2_000;
const form = document.querySelector<HTMLFormElement>("form[data-chart]");
const said = document.querySelector<HTMLElement>("#kept");

function texts(of: HTMLFormElement): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of new FormData(of)) {
    if (name !== "csrfmiddlewaretoken" && name !== "version" && typeof value === "string") {
      kept[name] = value;
    }
  }
  return kept;
}

function fill(of: HTMLFormElement, kept: Record<string, string>): void {
  for (const [name, value] of Object.entries(kept)) {
    const control = of.elements.namedItem(name);
    if (control instanceof HTMLTextAreaElement || control instanceof RadioNodeList) {
      control.value = value;
    }
  }
}

if (form && said) {
  const key = `chart-${form.dataset.writer}-${form.dataset.chart}`;
  const version = form.elements.namedItem("version") as HTMLInputElement;
  let timer = 0;
  let running: Promise<void> | undefined;
  let stopped = false;
  let left = false;

  const keep = (): void => {
    if (running || stopped) {
      return;
    }
    running = send().finally(() => {
      running = undefined;
    });
  };
  const send = async (): Promise<void> => {
    const sent = JSON.stringify(texts(form));
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      const told = (await answer.json()) as { version?: number; says: string };
      said.textContent = told.says;
      said.classList.toggle("error", !answer.ok);
      if (answer.ok && told.version !== undefined) {
        version.value = String(told.version);
        if (JSON.stringify(texts(form)) === sent) {
          localStorage.removeItem(key);
        }
      }
      stopped = answer.status === 409; // somebody else wrote: the button shows both
    } catch {
      said.textContent = said.dataset.away ?? "";
      said.classList.add("error");
    }
    if (JSON.stringify(texts(form)) !== sent || said.textContent === said.dataset.away) {
      later();
    }
  };
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE_MS);
  };
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(texts(form)));
    later();
  });
  // Whatever leaves the page waits for what is being kept, and has kept what was just typed: signed
  // with an older version it would seem that somebody else had written meanwhile.
  document.addEventListener("submit", (event) => {
    const leaving = event.target;
    if (left || !(leaving instanceof HTMLFormElement)) return;
    window.clearTimeout(timer);
    if (leaving !== form && localStorage.getItem(key) !== null) keep();
    stopped = true;
    if (running) {
      event.preventDefault();
      left = true;
      const by = event.submitter;
      void running.finally(() => leaving.requestSubmit(by));
    }
  });
  const before = localStorage.getItem(key);
  if (before !== null && !document.querySelector(".notes [role=alert]")) {
    fill(form, JSON.parse(before) as Record<string, string>);
    said.textContent = said.dataset.back ?? "";
    later();
  }
}
