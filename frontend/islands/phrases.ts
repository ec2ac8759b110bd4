// A shortcut that is typed in a section, with a blank or Tab after it, becomes its phrase. Tab then goes
// from one open place ($1, $2 …) to the next; Escape leaves them. Undo takes the phrase back at once.
const FIRST = /(^|\s)(;[\p{L}\p{N}_.-]{1,20})$/u;
const PLACE = /\$[1-9]/g;
const given = document.querySelector<HTMLScriptElement>("#phrase-words")?.textContent ?? "{}";
const phrases = new Map(Object.entries(JSON.parse(given) as Record<string, string>));

function type(area: HTMLTextAreaElement, from: number, to: number, text: string): void {
  area.setSelectionRange(from, to);
  // The only way by which a browser can undo what a script typed; where it is gone, the text is set.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function nextPlace(area: HTMLTextAreaElement, from: number): boolean {
  const places = [...area.value.matchAll(PLACE)].map((found) => found.index);
  const at = places.find((place) => place >= from) ?? places[0];
  if (at === undefined) {
    delete area.dataset.filling;
    return false;
  }
  area.setSelectionRange(at, at + 2);
  return true;
}

function expand(area: HTMLTextAreaElement, end: number, after: string): boolean {
  const typed = FIRST.exec(area.value.slice(0, end))?.[2];
  const phrase = typed && phrases.get(typed.toLowerCase());
  if (!typed || phrase === undefined) return false;
  const start = end - typed.length;
  type(area, start, end + after.length, phrase + after);
  if (phrase.search(PLACE) >= 0) {
    area.dataset.filling = "";
    nextPlace(area, start);
  }
  return true;
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>("form[data-chart] textarea")) {
  area.addEventListener("input", (event) => {
    const by = event as InputEvent;
    if (by.inputType !== "insertText" || by.data !== " ") return;
    expand(area, area.selectionStart - 1, " ");
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") delete area.dataset.filling;
    if (event.key !== "Tab" || event.shiftKey || event.altKey || event.ctrlKey) return;
    const { selectionStart: start, selectionEnd: end } = area;
    if (start === end && expand(area, end, "")) event.preventDefault();
    else if (area.dataset.filling !== undefined && nextPlace(area, end)) event.preventDefault();
  });
}
