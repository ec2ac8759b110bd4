// What this device keeps of today for an hour without connection: the board's page and its latest
// parts, the day sheet, and the files they are made of. Never another page. It goes when somebody
// signs out or another person signs in, and after a day.

export const DAY = "ashi-day";
export const SHELL = "ashi-shell";
export const KEPT_AT = "X-Ashi-Kept-At";
const KEPT_FOR = "X-Ashi-Kept-For";
const KEPT_MS = 24 * 3600 * 1000;
const NOTED_EVERY_MS = 5000;
const HEARD = "ashi-heard"; // when the centre's computer last answered, and how far its clock is off

export interface Heard {
  at: number;
  offset: number;
}

export function isADayAgo(at: number): boolean {
  return Date.now() - at > KEPT_MS;
}

export function isOver(answer: Response): boolean {
  return isADayAgo(Number(answer.headers.get(KEPT_AT)));
}

function person(): string {
  return document.documentElement.dataset.user ?? "";
}

export async function keep(address: string, body: BodyInit, like?: Headers): Promise<void> {
  if (!("caches" in self) || !person()) return;
  const headers = new Headers(like);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  if (!headers.has("Content-Type")) headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set(KEPT_AT, String(Date.now()));
  headers.set(KEPT_FOR, person());
  const day = await caches.open(DAY);
  if (!person()) return dropDay(); // signed out meanwhile: opening made it anew
  await day.put(new URL(address, location.href).pathname, new Response(body, { headers }));
}

/** Return a part of the page as it was last heard. */
export async function keptPart(address: string): Promise<Document | undefined> {
  if (!("caches" in self)) return undefined;
  const day = await caches.open(DAY);
  const found = await day.match(new URL(address, location.href).pathname);
  if (!found || isOver(found)) return undefined;
  return new DOMParser().parseFromString(await found.text(), "text/html");
}

/** Ask for a part and keep it; what is not answered is asked for another time. */
export async function fetchAndKeep(address: string): Promise<void> {
  const answer = await fetch(address, {
    headers: { "X-Requested-With": "fetch" },
    redirect: "manual",
    cache: "no-store",
  }).catch(() => undefined);
  if (answer?.ok) await keep(address, await answer.blob(), answer.headers);
}

/** Keep this page as the server gives it, marked as a kept one, with the files it is made of. */
export async function keepPage(others: string[]): Promise<void> {
  if (!("caches" in self) || !person()) return;
  const asked = Date.now();
  const answer = await fetch(location.href, {
    headers: { "X-Requested-With": "fetch" },
    redirect: "manual",
    cache: "no-store",
  }).catch(() => undefined);
  if (!answer?.ok) return;
  const page = (await answer.text()).replace("<html ", "<html data-kept ");
  await keep(location.href, page, answer.headers);
  const wanted = new Set([location.pathname, ...others]);
  const day = await caches.open(DAY);
  for (const one of await day.keys()) {
    if (wanted.has(new URL(one.url).pathname)) continue;
    const part = await day.match(one); // a part that came after the page is newer than it
    if (Number(part?.headers.get(KEPT_AT)) < asked) await day.delete(one);
  }
  await keepShell();
}

function files(): string[] {
  const seen = performance.getEntriesByType("resource").map((one) => one.name);
  const named = [
    ...[...document.querySelectorAll<HTMLLinkElement>("link[href]")].map((one) => one.href),
    ...[...document.querySelectorAll<HTMLScriptElement>("script[src]")].map((one) => one.src),
    document.querySelector("use[href]")?.getAttribute("href") ?? "",
    document.getElementById("bell-bar")?.dataset.clock ?? "",
  ];
  const all = [...seen, ...named.filter(Boolean)].map((one) => new URL(one, location.href));
  const own = all.filter(
    (one) => one.origin === location.origin && one.pathname.startsWith("/static/"),
  );
  return [...new Set(own.map((one) => one.pathname))];
}

async function keepShell(): Promise<void> {
  await document.fonts.ready;
  const shell = await caches.open(SHELL);
  const wanted = files();
  await Promise.allSettled(wanted.map((one) => shell.add(one)));
  for (const one of await shell.keys()) {
    if (!wanted.includes(new URL(one.url).pathname)) await shell.delete(one);
  }
}

/** As somebody signs out: this page keeps nothing any more, also not what it has in hand. */
export async function leaveNothing(): Promise<void> {
  delete document.documentElement.dataset.user;
  await dropDay();
}

export async function dropDay(): Promise<void> {
  localStorage.removeItem(HEARD);
  if ("caches" in self) await caches.delete(DAY);
}

/** On every page: nobody who is signed out, and nobody else, finds the day of who was here. */
export async function dropOthersDay(): Promise<void> {
  if (!("caches" in self) || !(await caches.has(DAY))) return;
  if (!person()) return dropDay();
  const day = await caches.open(DAY);
  for (const one of await day.keys()) {
    const found = await day.match(one);
    if (!found) continue; // taken away meanwhile by the page that keeps it
    if (found.headers.get(KEPT_FOR) === person() && !isOver(found)) continue;
    return dropDay();
  }
}

let noted = 0;

export function noteHeard(offset: number): void {
  if (Date.now() - noted < NOTED_EVERY_MS) return;
  noted = Date.now();
  localStorage.setItem(HEARD, JSON.stringify({ at: Date.now(), offset } satisfies Heard));
}

export function heard(): Heard | undefined {
  try {
    return (JSON.parse(localStorage.getItem(HEARD) ?? "null") as Heard | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function isKeptPage(): boolean {
  return document.documentElement.dataset.kept !== undefined;
}
