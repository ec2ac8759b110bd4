// Where it hurts is drawn with a finger: a line around a place, or a tap for a spot. The drawing is
// kept in a hidden field of the form, so that it is sent, and kept as typed, like everything else.
interface Area {
  view: string;
  kind: string;
  strength: number;
  outline: [number, number][];
}

const SVG = "http://www.w3.org/2000/svg";
const STEP = 2.5; // units between two knots
const SPOT = 7; // units: the radius of a tap
const MOST_KNOTS = 280;
const pad = document.querySelector<HTMLElement>("[data-pain]");
const field = pad?.querySelector<HTMLInputElement>("input[name=areas]");

function spot(x: number, y: number): [number, number][] {
  return Array.from({ length: 16 }, (_, at) => {
    const turn = (at * Math.PI) / 8;
    return [x + SPOT * Math.cos(turn), y + SPOT * Math.sin(turn)];
  });
}

function path(outline: [number, number][]): string {
  return `M${outline.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

function rounded(outline: [number, number][]): [number, number][] {
  const every = Math.ceil(outline.length / MOST_KNOTS);
  return outline
    .filter((_, at) => at % every === 0)
    .map(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
}

if (pad && field) {
  const areas = JSON.parse(field.value || "[]") as Area[];
  const list = pad.querySelector<HTMLElement>(".pain-list");
  const strength = pad.querySelector<HTMLInputElement>("#pain-strength");
  const said = pad.querySelector<HTMLOutputElement>("output");
  const sheets = [...pad.querySelectorAll<HTMLElement>(".pain-sheet")];
  const word = (kind: string): string =>
    pad.querySelector(`[data-feels="${kind}"]`)?.textContent?.trim() ?? kind;
  const shape = (one: Area): SVGPathElement => {
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("class", "pain");
    drawn.setAttribute("data-kind", one.kind);
    drawn.setAttribute("fill-opacity", String(0.25 + 0.06 * one.strength));
    drawn.setAttribute("d", path(one.outline));
    return drawn;
  };
  const draw = (): void => {
    for (const old of pad.querySelectorAll(".pain-sheet :is(path.pain, text.pain-number)"))
      old.remove();
    list?.replaceChildren();
    areas.forEach((one, at) => {
      const svg = sheets.find((sheet) => sheet.dataset.view === one.view)?.querySelector("svg");
      const number = document.createElementNS(SVG, "text");
      const middle = (axis: 0 | 1): string =>
        (one.outline.reduce((sum, knot) => sum + knot[axis], 0) / one.outline.length).toFixed(1);
      number.setAttribute("class", "pain-number");
      number.setAttribute("x", middle(0));
      number.setAttribute("y", String(Number(middle(1)) + 5));
      number.setAttribute("text-anchor", "middle");
      number.textContent = String(at + 1);
      svg?.append(shape(one), number);
      const row = document.createElement("li");
      const gone = document.createElement("button");
      gone.type = "button";
      gone.className = "btn";
      gone.dataset.kind = "plain";
      gone.dataset.gone = String(at);
      gone.textContent = pad.dataset.remove ?? "";
      row.append(`${word(one.kind)}, ${one.strength} ${pad.dataset.of}`, gone);
      list?.append(row);
    });
    for (const back of pad.querySelectorAll<HTMLElement>(".pain-back")) back.hidden = !areas.length;
  };
  const changed = (): void => {
    field.value = JSON.stringify(areas);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  };
  for (const sheet of sheets) {
    const svg = sheet.querySelector("svg");
    if (!svg) continue;
    let knots: [number, number][] = [];
    let live: SVGPathElement | undefined;
    const place = (event: PointerEvent): [number, number] => {
      const at = new DOMPoint(event.clientX, event.clientY);
      const { x, y } = at.matrixTransform(svg.getScreenCTM()?.inverse());
      return [x, y];
    };
    const area = (outline: [number, number][]): Area => ({
      view: sheet.dataset.view ?? "",
      kind:
        pad.querySelector<HTMLElement>("[data-feels][aria-pressed=true]")?.dataset.feels ?? "ache",
      strength: Number(strength?.value ?? 5),
      outline,
    });
    svg.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary) return;
      svg.setPointerCapture(event.pointerId);
      knots = [place(event)];
      live = svg.appendChild(shape(area(knots)));
    });
    svg.addEventListener("pointermove", (event) => {
      const last = knots.at(-1);
      if (!last || !event.isPrimary) return;
      const next = place(event);
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < STEP) return;
      knots.push(next);
      live?.setAttribute("d", path(knots));
    });
    const end = (keep: boolean): void => {
      live?.remove();
      const [first] = knots;
      const wide = first && knots.some(([x, y]) => Math.hypot(x - first[0], y - first[1]) > SPOT);
      if (keep && first) {
        areas.push(area(rounded(wide && knots.length > 3 ? knots : spot(...first))));
        changed();
      }
      knots = [];
    };
    svg.addEventListener("pointerup", () => end(true));
    svg.addEventListener("pointercancel", () => end(false));
  }
  pad.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest<HTMLElement>("button");
    if (pressed?.dataset.feels) {
      for (const one of pad.querySelectorAll("[data-feels]")) {
        one.setAttribute("aria-pressed", String(one === pressed));
      }
      return;
    }
    if (pressed?.dataset.undo !== undefined) areas.pop();
    else if (pressed?.dataset.gone) areas.splice(Number(pressed.dataset.gone), 1);
    else if (pressed?.dataset.show) {
      for (const sheet of sheets) {
        sheet.toggleAttribute("data-shown", sheet.dataset.view === pressed.dataset.show);
      }
      for (const one of pad.querySelectorAll("[data-show]")) {
        one.setAttribute("aria-pressed", String(one === pressed));
      }
      return;
    } else return;
    changed();
  });
  strength?.addEventListener("input", () => {
    if (said) said.value = strength.value;
  });
  for (const tool of pad.querySelectorAll<HTMLElement>(".pain-how, .pain-views"))
    tool.hidden = false;
  draw();
}
