// Hands and keys on the body map: pinch, drag and buttons bring it nearer; a tap or Enter asks what
// is near a place; arrow keys go from point to point. What is chosen is written into the point line,
// so that the line and the map say the same. Without this the line does all that the map does.
import { Lens } from "./map/lens";
import { type Point, toward } from "./map/points";

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const SVG = "http://www.w3.org/2000/svg";

function begin(host: HTMLElement): void {
  const picture = host.querySelector<SVGSVGElement>("svg[role=application]");
  const line = document.querySelector<HTMLInputElement>("input[name=line]");
  const near = host.querySelector<HTMLElement>("#map-near");
  if (!picture || !near || host.dataset.begun) return;
  host.dataset.begun = "yes";
  const lens = new Lens(picture);
  let points: Promise<Point[]> | undefined;
  let at: Point | undefined;
  let ring: SVGCircleElement | undefined;

  const all = (): Promise<Point[]> => {
    points ??= fetch(host.dataset.spots ?? "")
      .then((answer) => (answer.ok ? answer.json() : { points: [] }))
      .then((told: { points: Point[] }) => told.points);
    return points;
  };
  const show = (x: number, y: number, said = ""): void => {
    ring ??= picture.appendChild(document.createElementNS(SVG, "circle"));
    ring.setAttribute("class", "at");
    ring.setAttribute("cx", String(x));
    ring.setAttribute("cy", String(y));
    ring.setAttribute("r", String(lens.reach()));
    if (said) near.textContent = said;
  };
  const open = async (x: number, y: number, keys: boolean): Promise<void> => {
    if (!line) return;
    show(x, y);
    const url = `${host.dataset.near}?x=${x.toFixed(1)}&y=${y.toFixed(1)}`;
    const answer = await fetch(url).catch(() => undefined);
    if (!answer?.ok) return;
    near.innerHTML = await answer.text();
    if (keys) near.querySelector("button")?.focus();
  };

  lens.tapped = (x, y) => void open(x, y, false);
  picture.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (way) {
      event.preventDefault();
      void all().then((found) => {
        at = toward(found, at ?? lens.middle(), way) ?? at;
        if (at) show(at.x, at.y, `${at.code} ${at.name}, ${sideWord(host, at.side)}`);
      });
    } else if (event.key === "Enter" && at) {
      event.preventDefault();
      void open(at.x, at.y, true);
    } else if (event.key === "+" || event.key === "-") {
      lens.zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    }
  });
  host.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest<HTMLElement>("button");
    if (pressed?.dataset.zoom) lens.zoom(pressed.dataset.zoom === "in" ? 1.5 : 1 / 1.5);
    if (!pressed?.dataset.say || !line) return;
    line.value = [line.value.trim().replace(/;$/, ""), pressed.dataset.say]
      .filter(Boolean)
      .join("; ");
    line.dispatchEvent(new Event("input", { bubbles: true }));
    near.replaceChildren();
    line.focus();
  });
  for (const buttons of host.querySelectorAll<HTMLElement>(".map-zoom")) buttons.hidden = false;
}

function sideWord(host: HTMLElement, side: string): string {
  return host.dataset[side] ?? side;
}

function beginAll(): void {
  for (const host of document.querySelectorAll<HTMLElement>("[data-map]")) begin(host);
}

beginAll();
document.body.addEventListener("htmx:afterSettle", beginAll);
