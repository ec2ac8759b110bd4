// Ask for a fragment again and again; the server answers 304 while nothing has changed.

const ANSWER_WITHIN_MS = 6000;
const MISSED_BEFORE_TOLD = 2;

export interface Asking {
  url: string;
  tag?: string | undefined;
  changed: (fresh: Document, text: string) => void;
  away?: (isAway: boolean) => void;
  answered?: () => void;
}

export class Asker {
  private tag: string | undefined;
  private asking = false;
  private missed = 0;

  // `lost` begins as if answers had been missed already: the page came from this device.
  constructor(
    private readonly what: Asking,
    lost = false,
  ) {
    this.tag = what.tag;
    if (lost) this.missed = MISSED_BEFORE_TOLD;
  }

  // `now` asks even if the tag would say that nothing has changed.
  async ask(now = false): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      await this.once(now);
      if (this.missed >= MISSED_BEFORE_TOLD) this.what.away?.(false);
      this.missed = 0;
      this.what.answered?.();
    } catch {
      this.missed += 1;
      if (this.missed === MISSED_BEFORE_TOLD) this.what.away?.(true);
    } finally {
      this.asking = false;
    }
  }

  private async once(now: boolean): Promise<void> {
    const headers: Record<string, string> = { "X-Requested-With": "fetch" };
    if (this.tag && !now) headers["If-None-Match"] = this.tag;
    const answer = await fetch(this.what.url, {
      headers,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.type === "opaqueredirect") {
      if (document.documentElement.dataset.leaving !== undefined) return; // it goes by itself
      location.reload(); // signed out: the page itself leads to the sign-in
      return;
    }
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(String(answer.status));
    this.tag = answer.headers.get("ETag") ?? undefined;
    const text = await answer.text();
    this.what.changed(new DOMParser().parseFromString(text, "text/html"), text);
  }
}
