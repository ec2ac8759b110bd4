// A picture that comes nearer: two fingers, the wheel with Ctrl, or buttons; one finger moves it
// once it is nearer, and a touch that did not move is a tap. The page scrolls as long as the whole
// picture is shown.
const MOST = 6;
const STILL = 6; // pixels

export class Lens {
  tapped: (x: number, y: number) => void = () => undefined;
  private readonly whole: DOMRect;
  private box: DOMRect;
  private readonly down = new Map<number, { x: number; y: number }>();
  private moved = 0;

  constructor(private readonly picture: SVGSVGElement) {
    const { x, y, width, height } = picture.viewBox.baseVal;
    this.whole = new DOMRect(x, y, width, height);
    this.box = DOMRect.fromRect(this.whole);
    picture.addEventListener("pointerdown", (event) => this.press(event));
    picture.addEventListener("pointermove", (event) => this.move(event));
    picture.addEventListener("pointerup", (event) => this.lift(event));
    picture.addEventListener("pointercancel", (event) => this.down.delete(event.pointerId));
    picture.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, this.place(event.clientX, event.clientY));
      },
      { passive: false },
    );
  }

  /** The middle of what is shown. */
  middle(): { x: number; y: number } {
    return { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 };
  }

  /** A ring of some ten pixels, in the picture's own units. */
  reach(): number {
    return (12 * this.box.width) / Math.max(this.picture.clientWidth, 1);
  }

  zoom(factor: number, about: { x: number; y: number } = this.middle()): void {
    const width = Math.min(
      Math.max(this.box.width / factor, this.whole.width / MOST),
      this.whole.width,
    );
    const scale = width / this.box.width;
    const left = about.x - (about.x - this.box.x) * scale;
    const top = about.y - (about.y - this.box.y) * scale;
    this.look(left, top, width);
  }

  private look(left: number, top: number, width: number): void {
    const height = (width * this.whole.height) / this.whole.width;
    const x = Math.min(Math.max(left, this.whole.x), this.whole.right - width);
    const y = Math.min(Math.max(top, this.whole.y), this.whole.bottom - height);
    this.box = new DOMRect(x, y, width, height);
    this.picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.picture.toggleAttribute("data-near", width < this.whole.width - 0.01);
  }

  private place(clientX: number, clientY: number): { x: number; y: number } {
    const toPicture = this.picture.getScreenCTM()?.inverse();
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toPicture);
    return { x, y };
  }

  private press(event: PointerEvent): void {
    if (this.down.size === 0) this.moved = 0;
    this.down.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  private move(event: PointerEvent): void {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    this.moved += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = Math.hypot(before.x - other.x, before.y - other.y);
      const next = Math.hypot(now.x - other.x, now.y - other.y);
      const about = this.place((now.x + other.x) / 2, (now.y + other.y) / 2);
      if (apart > 0) this.zoom(next / apart, about);
    } else if (this.picture.hasAttribute("data-near")) {
      const from = this.place(before.x, before.y);
      const to = this.place(now.x, now.y);
      this.look(this.box.x - to.x + from.x, this.box.y - to.y + from.y, this.box.width);
    }
    this.down.set(event.pointerId, now);
  }

  private lift(event: PointerEvent): void {
    const alone = this.down.size === 1 && this.down.has(event.pointerId);
    this.down.delete(event.pointerId);
    if (!alone || this.moved > STILL) return;
    const { x, y } = this.place(event.clientX, event.clientY);
    this.tapped(x, y);
  }
}
