// While a board (or the wall it left for) is open and heard, this device keeps today anew: the page
// at once, its parts as they change, the day sheet every quarter of an hour.
import { fetchAndKeep, keepPage } from "./kept";

const SHEET_EVERY_MS = 15 * 60_000;

interface Kept {
  worker?: string;
  scope?: string;
  boardFragment?: string;
  sheet?: string;
}

/** Keep today's board. A page without `worker` is of another day, and is not kept. */
export function keepToday(host: Kept & DOMStringMap): void {
  const { worker, scope, sheet } = host;
  if (!worker || !scope || !sheet || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register(worker, { scope }).catch(() => undefined);
  void keepPage([sheet]).then(() => fetchAndKeep(sheet));
  setInterval(() => void fetchAndKeep(sheet), SHEET_EVERY_MS);
}

/** On the wall: keep what a board would show that somebody goes back to. */
export function keepBehindWall(host: Kept & DOMStringMap): () => void {
  const { fragment, sheet } = { fragment: host.boardFragment, sheet: host.sheet };
  if (!fragment || !sheet) return () => undefined;
  setInterval(() => void fetchAndKeep(sheet), SHEET_EVERY_MS);
  return () => void fetchAndKeep(fragment);
}
