// Walking over the board by keyboard: one stop for Tab, arrows between visits.
import { board, scrollToNow } from "./placing";

let current: string | undefined;

function columns(): HTMLAnchorElement[][] {
  const found = [...(board()?.querySelectorAll(".col") ?? [])];
  return found
    .map((column) => [...column.querySelectorAll<HTMLAnchorElement>(".visit > .who")])
    .filter((visits) => visits.length > 0);
}

function at(link: HTMLAnchorElement): number {
  return Number(link.closest<HTMLElement>(".visit")?.dataset.at);
}

function nearest(visits: HTMLAnchorElement[], minute: number): HTMLAnchorElement | undefined {
  return [...visits].sort((a, b) => Math.abs(at(a) - minute) - Math.abs(at(b) - minute))[0];
}

function keyOf(link: Element | null | undefined): string | undefined {
  return link?.closest(".visit")?.id;
}

// One visit is reached by Tab, the one last stood on; the others by arrows.
export function rove(): void {
  const all = columns().flat();
  const chosen = all.find((link) => keyOf(link) === current) ?? all[0];
  for (const link of all) link.tabIndex = link === chosen ? 0 : -1;
}

export function stand(link: HTMLAnchorElement | undefined): void {
  if (!link) return;
  current = keyOf(link);
  rove();
  link.focus();
}

export function standOn(visitId: string): void {
  stand(board()?.querySelector<HTMLAnchorElement>(`[data-visit="${visitId}"] > .who`) ?? undefined);
}

export function walk(key: string, from: HTMLAnchorElement): boolean {
  const all = columns();
  const x = all.findIndex((visits) => visits.includes(from));
  const column = all[x];
  if (!column) return false;
  const y = column.indexOf(from);
  const steps: Record<string, () => HTMLAnchorElement | undefined> = {
    ArrowDown: () => column[y + 1],
    ArrowUp: () => column[y - 1],
    ArrowRight: () => nearest(all[x + 1] ?? [], at(from)),
    ArrowLeft: () => nearest(all[x - 1] ?? [], at(from)),
    Home: () => column[0],
    End: () => column[column.length - 1],
  };
  const step = steps[key];
  if (!step) return false;
  stand(step());
  return true;
}

export function toNow(): void {
  scrollToNow();
  const line = document.getElementById("now-line");
  const minute = Number(line?.style.getPropertyValue("--at")) * 5;
  stand(nearest(columns().flat(), minute));
}

export function toBell(): void {
  const bar = document.querySelector<HTMLElement>(".bell-banner:not([hidden]) button");
  const card = board()?.querySelector<HTMLAnchorElement>('[data-state="bell"] > .who');
  if (bar) bar.focus();
  else stand(card ?? undefined);
}
