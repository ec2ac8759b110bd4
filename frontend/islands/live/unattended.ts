// A board that nobody touches becomes the wall, which shows no complaint and no whole name; a touch
// of the wall goes back. Nobody's half-written form is left: then the board stays.

const CHECK_MS = 1000;
export const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
const LEFT = "#unattended";

function halfWritten(): boolean {
  const typed = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea",
  );
  return [...typed].some((one) => one.value !== one.defaultValue);
}

/** Cover a board that has no connection, and so nowhere to go; tell whether it has none. */
export function veiled(): boolean {
  const { dataset } = document.documentElement;
  if (dataset.away === undefined) return false;
  dataset.veiled = "";
  return true;
}

/** Go to the wall after `afterMs` without a touch. */
export function leaveWhenUnattended(wall: string, afterMs: number): void {
  let touched = Date.now();
  for (const kind of TOUCHES) {
    document.addEventListener(kind, () => {
      touched = Date.now();
    });
  }
  setInterval(() => {
    if (Date.now() - touched < afterMs || halfWritten()) return;
    if (!veiled()) location.assign(wall + LEFT); // covered, it goes once the connection is back
  }, CHECK_MS);
}

/** On a wall that a board left for: the first touch goes back to it. */
export function returnWhenTouched(board: string): void {
  if (location.hash !== LEFT) return;
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => location.assign(board), { once: true });
  }
}
