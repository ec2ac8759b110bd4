// A tick each second that a hidden tab does not put to sleep: it comes from a worker.

export function everySecond(tick: () => void): void {
  const address = document.getElementById("bell-bar")?.dataset.clock;
  try {
    if (!address) throw new Error("no worker");
    const worker = new Worker(address, { type: "module" });
    worker.onmessage = tick;
    worker.onerror = () => setInterval(tick, 1000);
  } catch {
    setInterval(tick, 1000);
  }
  tick();
}
