// A screen that nobody touches for a while falls back to the wall, where no name is whole.

const AFTER_MS = 5 * 60_000;

export function fallBack(address: string | undefined): void {
  if (!address) return;
  let touched = Date.now();
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    document.addEventListener(kind, () => {
      touched = Date.now();
    });
  }
  setInterval(() => {
    if (Date.now() - touched > AFTER_MS) location.assign(address);
  }, 1000);
}
