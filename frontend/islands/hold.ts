// The countdown of a held time: says how long is left, by the clock of the server's answer.
const banner = document.querySelector<HTMLElement>("[data-until]");
const left = banner?.querySelector<HTMLElement>("[data-left]");
const until = Date.parse(banner?.dataset.until ?? "");

function show(): void {
  if (!left) return;
  const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds > 0) window.setTimeout(show, 1000);
}

if (Number.isFinite(until)) show();
