// Sentences come from the server, in the reader's language; {name} stands for what is filled in.

const holder = document.getElementById("board-words");
const words: Record<string, string> = JSON.parse(holder?.textContent || "{}");

export function say(key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));
}

export function announce(sentence: string): void {
  const region = document.getElementById("board-says");
  if (region) region.textContent = sentence;
}
