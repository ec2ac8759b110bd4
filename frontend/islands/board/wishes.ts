// The nearest time for everybody who wants one: asked apart, so that the board does not wait.

const AT_MOST_EVERY_MS = 20_000;
let asked = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;

// Asked again when the board has changed, though not with every change.
export function fillWishes(): void {
  clearTimeout(timer);
  const wait = Math.max(0, asked + AT_MOST_EVERY_MS - Date.now());
  timer = setTimeout(fillAll, wait);
}

function fillAll(): void {
  asked = Date.now();
  for (const place of document.querySelectorAll<HTMLElement>("[data-own][data-fit]")) {
    void fill(place);
  }
}

async function fill(place: HTMLElement): Promise<void> {
  const answer = await fetch(place.dataset.fit ?? "").catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...fresh.body.childNodes);
}
