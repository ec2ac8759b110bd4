// What moves the page waits while a finger or a button is down: a press that begins on one thing
// and ends on another is no click, and whoever pressed would not know that nothing was sent.

const LONGEST_MS = 3000;

let down = false;
let waiting: (() => void)[] = [];

function release(): void {
  down = false;
  const due = waiting;
  waiting = [];
  for (const action of due) action();
}

export function watchPresses(): void {
  let longest = 0;
  document.addEventListener(
    "pointerdown",
    () => {
      down = true;
      window.clearTimeout(longest);
      longest = window.setTimeout(release, LONGEST_MS); // a bell does not wait for a resting hand
    },
    { capture: true },
  );
  for (const end of ["pointerup", "pointercancel"])
    window.addEventListener(end, () => window.setTimeout(release), { capture: true }); // the click comes first
}

export function whenReleased(action: () => void): void {
  if (down) waiting.push(action);
  else action();
}
