// The centre's clock: the server's time, in the centre's zone, ticking here. A page that this
// device kept does not say what time it is now: then the clock is as far off as it was last heard.
import { heard, isKeptPage } from "../away/kept";

const started = Number(document.querySelector<HTMLElement>("[data-server-now]")?.dataset.serverNow);
const offset = isKeptPage() ? (heard()?.offset ?? 0) : started ? started - Date.now() : 0;

export function offsetNow(): number {
  return offset;
}

export function now(): number {
  return Date.now() + offset;
}

export function clockIn(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
  return (instant) => format.format(instant);
}

export function minutesSince(instant: number): number {
  return Math.max(0, Math.floor((now() - instant) / 60_000));
}
