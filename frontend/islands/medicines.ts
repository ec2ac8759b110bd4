// Suggests names of medicines while somebody types, in Greek or Latin letters; a press puts one on a
// line of its own in the text. The text itself is typed, and kept, without any of this.
const PAUSE_MS = 180;
interface Found {
  name: string;
  other: string;
  kind: string;
}

for (const box of document.querySelectorAll<HTMLElement>("[data-medicines]")) {
  const text = document.getElementById(box.dataset.medicines ?? "");
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const told = box.querySelector<HTMLElement>("[role=status]");
  if (!(text instanceof HTMLTextAreaElement) || !input || !list || !told) continue;
  let timer = 0;
  let asked = 0;

  const put = (name: string): void => {
    const before = text.value.trimEnd();
    text.value = before ? `${before}\n${name}` : name;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    input.value = "";
    list.replaceChildren();
    told.textContent = "";
    input.focus();
  };
  const show = (found: Found[]): void => {
    list.replaceChildren(
      ...found.map((one) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn";
        const name = document.createElement("b");
        name.textContent = one.name;
        const kind = document.createElement("span");
        kind.className = "muted";
        kind.textContent = `${one.other} · ${one.kind}`;
        button.append(name, " ", kind);
        button.addEventListener("click", () => put(one.name));
        item.append(button);
        return item;
      }),
    );
    told.textContent =
      found.length || input.value.trim().length < 2 ? "" : (box.dataset.none ?? "");
  };
  const find = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${box.dataset.names}?q=${encodeURIComponent(input.value)}`);
      const { names } = (await answer.json()) as { names: Found[] };
      if (mine === asked) show(names);
    } catch {
      show([]); // no connection: the text is typed
    }
  };
  input.addEventListener("input", (event) => {
    event.stopPropagation(); // what is looked for is no answer
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void find(), PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the first name, or what was typed: never the whole form
    const first = list.querySelector("b")?.textContent ?? input.value.trim();
    if (first) put(first);
  });
  box.hidden = false;
}

export {}; // a module: its names are its own
