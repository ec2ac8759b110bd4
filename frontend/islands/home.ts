// One tap is kept on the telephone first, then sent: in order, each once (the server knows a tap
// by its id). Without this the buttons send the same by themselves.
interface Tap {
  id: string;
  exercise: string;
  day: string;
  answer: string;
  at: string;
}

const AGAIN_MS = 20_000;
const list = document.querySelector<HTMLElement>("[data-home]");
const queue = document.getElementById("queue");
const shelf = `ashi-home:${location.pathname}`;

function waiting(): Tap[] {
  try {
    return JSON.parse(localStorage.getItem(shelf) ?? "[]") as Tap[];
  } catch {
    return [];
  }
}

function keep(taps: Tap[]): boolean {
  try {
    localStorage.setItem(shelf, JSON.stringify(taps));
    return true;
  } catch {
    return false; // a browser that keeps nothing: the button sends as without a script
  }
}

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function show(exercise: string, answer: string): void {
  const card = document.getElementById(exercise);
  for (const button of card?.querySelectorAll<HTMLButtonElement>("button[name=answer]") ?? []) {
    button.setAttribute("aria-pressed", String(button.value === answer));
  }
  const hurt = card?.querySelector<HTMLElement>("[data-hurt]");
  if (hurt) hurt.hidden = answer !== "pain";
}

let sending = false;

async function send(tap: Tap): Promise<boolean> {
  const body = new FormData();
  for (const [name, value] of Object.entries(tap)) body.append(name, String(value));
  const proof = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  body.append("csrfmiddlewaretoken", proof?.value ?? "");
  const answer = await fetch(location.pathname, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "error",
  });
  return answer.ok || answer.status === 422; // what is refused once is refused for ever
}

async function flush(): Promise<void> {
  if (sending || waiting().length === 0) return;
  sending = true;
  try {
    for (let tap = waiting()[0]; tap; tap = waiting()[0]) {
      if (!(await send(tap))) throw new Error("not taken");
      const gone = tap.id;
      keep(waiting().filter((one) => one.id !== gone));
    }
    if (queue) queue.textContent = queue.dataset.sent ?? "";
  } catch {
    if (queue) queue.textContent = queue.dataset.waits ?? "";
  } finally {
    sending = false;
  }
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function button(words: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = words;
  return made;
}

function addTimer(row: HTMLElement): void {
  const seconds = Number(row.dataset.seconds);
  const { start = "", stop = "", of = "" } = row.dataset;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  let left = 0;
  let ticking = 0;
  const press = button(start);
  const end = (): void => {
    window.clearInterval(ticking);
    ticking = 0;
    press.textContent = start;
  };
  press.addEventListener("click", () => {
    if (ticking) return end();
    const until = Date.now() + seconds * 1000;
    press.textContent = stop;
    const tick = (): void => {
      left = Math.max(0, Math.round((until - Date.now()) / 1000));
      said.textContent = clock(left);
      if (left === 0) {
        end();
        navigator.vibrate?.(400);
      }
    };
    tick();
    ticking = window.setInterval(tick, 250);
  });
  if (seconds > 0) row.append(press, said);
  const sets = Number(row.dataset.sets);
  if (sets > 1) {
    let done = 0;
    const count = button(row.dataset.count ?? "");
    const total = document.createElement("span");
    total.setAttribute("role", "status");
    count.addEventListener("click", () => {
      done = done >= sets ? 0 : done + 1;
      total.textContent = `${of} ${done}/${sets}`;
    });
    row.append(count, total);
  }
  row.hidden = row.childElementCount === 0;
}

if (list) {
  for (const row of list.querySelectorAll<HTMLElement>(".timer-row")) addTimer(row);
  for (const tap of waiting()) if (tap.day === list.dataset.day) show(tap.exercise, tap.answer);
  list.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const pressed = event.submitter as HTMLButtonElement | null;
    if (!form.matches("form[data-report]") || !pressed) return;
    const said = new FormData(form);
    const tap: Tap = {
      id: freshId(),
      exercise: String(said.get("exercise")),
      day: String(said.get("day")),
      answer: pressed.value,
      at: new Date().toISOString(),
    };
    if (!keep([...waiting(), tap])) return;
    event.preventDefault();
    show(tap.exercise, tap.answer);
    void flush();
  });
  window.addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => void flush());
  window.setInterval(() => void flush(), AGAIN_MS);
  void flush();
}

export {}; // a module: its names are its own
