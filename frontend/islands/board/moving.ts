// A visit picked up: where it would stand, whether it fits there, and if not, why.
import { clockIn } from "../live/times";
import { board, firstInstant, place, zone } from "./placing";
import { post } from "./sending";
import { announce, say } from "./words";

interface Fits {
  grain: number;
  first: number;
  columns: Record<string, number[]>;
}

export interface Spot {
  column: string;
  at: number; // minutes after the board opens
}

export class Picked {
  spot: Spot;
  private fits: Fits | undefined;
  private readonly whys = new Map<string, string>();
  private readonly from: Spot;

  constructor(
    readonly card: HTMLElement,
    private readonly show: () => void,
  ) {
    this.from = { column: card.dataset.column ?? "", at: Number(card.dataset.at) };
    this.spot = { ...this.from };
    card.dataset.held = "";
    announce(say("picked", { name: this.name }));
    void this.ask();
  }

  get name(): string {
    return this.card.querySelector("b")?.textContent ?? "";
  }

  get grain(): number {
    return this.fits?.grain ?? 5;
  }

  get ready(): boolean {
    return this.fits !== undefined;
  }

  private get address(): string {
    return `/desk/visits/${this.card.dataset.visit}`;
  }

  private get day(): string {
    return location.pathname.split("/").pop() ?? "";
  }

  private async ask(): Promise<void> {
    const answer = await fetch(`${this.address}/fits/${this.from.column}/${this.day}`);
    if (!answer.ok) return;
    this.fits = await answer.json();
    this.drawFits();
    this.show();
  }

  // Minutes of the board become minutes of the day, which is what the server counts in.
  private minuteOfDay(at: number): number {
    const first = this.fits?.first ?? firstInstant();
    return at + Math.round((firstInstant() - first) / 60_000);
  }

  fitsAt(spot: Spot): boolean {
    return this.fits?.columns[spot.column]?.includes(this.minuteOfDay(spot.at)) ?? false;
  }

  get unmoved(): boolean {
    return this.spot.column === this.from.column && this.spot.at === this.from.at;
  }

  instantOf(spot: Spot): number {
    return firstInstant() + spot.at * 60_000;
  }

  label(spot: Spot): string {
    return clockIn(zone())(this.instantOf(spot));
  }

  columnName(spot: Spot): string {
    return document.querySelector(`#h-${spot.column} .col-name`)?.textContent?.trim() ?? "";
  }

  columns(): string[] {
    const all = [...(board()?.querySelectorAll<HTMLElement>(".col") ?? [])];
    return all.map((one) => one.dataset.resource ?? "");
  }

  async why(spot: Spot): Promise<string> {
    const key = `${spot.column}/${spot.at}`;
    const known = this.whys.get(key);
    if (known !== undefined) return known;
    const at = new Date(this.instantOf(spot)).toISOString().replace(".000Z", "+00:00");
    const query = new URLSearchParams({ at, to: spot.column });
    const answer = await fetch(`${this.address}/why/${this.from.column}?${query}`);
    const told: { why?: string[] } = answer.ok ? await answer.json() : {};
    const sentence = (told.why ?? []).join(". ");
    this.whys.set(key, sentence);
    return sentence;
  }

  // Bands where the visit may be put down; a run of starts is one band.
  private drawFits(): void {
    const rows = Number(board()?.dataset.rows) * 5;
    for (const column of this.columns()) {
      const list = document.querySelector(`#col-${column} > ol`);
      const starts = (this.fits?.columns[column] ?? []).map((one) => one - this.minuteOfDay(0));
      for (const [from, to] of runs(starts, this.grain)) {
        if (from < 0 || from >= rows) continue;
        const band = document.createElement("li");
        band.className = "fit";
        band.setAttribute("aria-hidden", "true");
        band.dataset.at = String(from);
        band.dataset.for = String(Math.min(to - from + this.grain, rows - from));
        list?.prepend(band);
      }
    }
    place();
  }

  async put(): Promise<void> {
    if (!this.fitsAt(this.spot)) {
      announce(`${this.label(this.spot)}, ${await this.why(this.spot)}`);
      return;
    }
    const body = new URLSearchParams({
      at: new Date(this.instantOf(this.spot)).toISOString().replace(".000Z", "+00:00"),
      column: this.from.column,
      to: this.spot.column,
      version: this.card.dataset.version ?? "",
    });
    await post(`${this.address}/place`, body);
  }

  letGo(): void {
    delete this.card.dataset.held;
    for (const one of document.querySelectorAll(".board .fit, .board .drop")) one.remove();
  }
}

function runs(starts: number[], grain: number): [number, number][] {
  const found: [number, number][] = [];
  for (const start of starts) {
    const last = found[found.length - 1];
    if (last && start - last[1] <= grain) last[1] = start;
    else found.push([start, start]);
  }
  return found;
}
