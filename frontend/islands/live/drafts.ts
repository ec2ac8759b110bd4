// What was typed in a form marked data-draft="name" stays on this device until it is sent, and is
// its author's: on a shared tablet nobody is shown what somebody else typed.
// A page that answers the form without errors says so with <meta name="draft-done" content="name">.

const PREFIX = `ashi-draft:${document.documentElement.dataset.user ?? ""}:`;
const KEPT_MS = 24 * 3600 * 1000;

interface Draft {
  at: number;
  values: [string, string][];
}

function textFields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [
    ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea"),
  ].filter(
    (field) =>
      field.name &&
      !["hidden", "password", "radio", "checkbox", "file", "submit"].includes(field.type),
  );
}

function read(name: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEPT_MS ? draft : undefined;
  } catch {
    return undefined;
  }
}

function restore(form: HTMLFormElement, draft: Draft): void {
  const values = new Map(draft.values);
  for (const field of textFields(form)) {
    const kept = values.get(field.name);
    if (kept !== undefined && field.value === "") field.value = kept;
  }
}

function keep(form: HTMLFormElement, name: string): void {
  const values = textFields(form).map((field): [string, string] => [field.name, field.value]);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values } satisfies Draft));
  } catch {
    // A full or forbidden store keeps no draft; the page works without.
  }
}

export function keepDrafts(): void {
  for (const done of document.querySelectorAll<HTMLMetaElement>('meta[name="draft-done"]'))
    localStorage.removeItem(PREFIX + done.content);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const name = form.dataset.draft ?? "";
    const draft = read(name);
    if (draft) restore(form, draft);
    form.addEventListener("input", () => keep(form, name));
  }
}
