// Two notes by WebAudio. Browsers let a page sound only after somebody has touched it.

const NOTES_HZ = [659.25, 880];
const NOTE_S = 0.45;

export class Chime {
  private context: AudioContext | undefined;

  get armed(): boolean {
    return this.context?.state === "running";
  }

  async arm(): Promise<void> {
    this.context ??= new AudioContext();
    if (this.context.state !== "running") await this.context.resume();
  }

  // A page opened from one that was touched may sound at once; ask without waiting for a touch.
  async tryArmed(): Promise<void> {
    this.context ??= new AudioContext();
    await Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, 300))]);
  }

  ring(): void {
    const context = this.context;
    if (!context || !this.armed) return;
    navigator.vibrate?.([200, 100, 200]);
    NOTES_HZ.forEach((hertz, number) => {
      this.note(context, hertz, context.currentTime + number * NOTE_S * 0.7);
    });
  }

  private note(context: AudioContext, hertz: number, at: number): void {
    const sound = new OscillatorNode(context, { type: "sine", frequency: hertz });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.5, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
    sound.connect(loudness).connect(context.destination);
    sound.start(at);
    sound.stop(at + NOTE_S);
  }
}
