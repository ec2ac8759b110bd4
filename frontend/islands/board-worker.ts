// The worker behind the board: while there is no connection it gives the board of today, the day
// sheet and the files they need, as this device keeps them. It answers for no other page.
import { DAY, isOver, SHELL } from "./away/kept";

const ANSWER_WITHIN_MS = 6000;
const BOARD = "/desk/board";
const AWAY = [502, 503, 504]; // what stands before the centre's computer says so

interface Fetching extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Waking extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Scope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
const scope = self as unknown as Scope;

async function kept(store: string, address: URL): Promise<Response | undefined> {
  const cache = await caches.open(store);
  return cache.match(address.pathname);
}

async function keptPage(address: URL): Promise<Response | undefined> {
  const found = await kept(DAY, address);
  if (found && isOver(found)) {
    await caches.delete(DAY);
    return undefined;
  }
  return found ?? (address.pathname === BOARD ? toKeptBoard() : undefined);
}

async function toKeptBoard(): Promise<Response | undefined> {
  const pages = await (await caches.open(DAY)).keys();
  const board = pages
    .map((one) => new URL(one.url))
    .find((one) => /board\/[\d-]+$/.test(one.pathname));
  return board && Response.redirect(board.pathname);
}

function late(): Promise<undefined> {
  return new Promise((done) => setTimeout(() => done(undefined), ANSWER_WITHIN_MS));
}

async function answer(
  request: Request,
  otherwise: () => Promise<Response | undefined>,
): Promise<Response> {
  const asked = fetch(request);
  const first = await Promise.race([asked.catch(() => undefined), late()]);
  if (first && !AWAY.includes(first.status)) return first;
  return (await otherwise()) ?? first ?? asked;
}

self.addEventListener("install", () => void scope.skipWaiting());
self.addEventListener("activate", (event) => (event as Waking).waitUntil(scope.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    (event as Fetching).respondWith(answer(request, () => keptPage(address)));
  } else if (address.pathname.startsWith("/static/")) {
    (event as Fetching).respondWith(answer(request, () => kept(SHELL, address)));
  }
});
