// Builds what the browser gets: styles with their small fonts, islands, one sprite of icons, HTMX.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const frontend = join(project, "frontend");
const web = join(project, "src", "ashi", "web");
const built = join(web, "static", "built");
const fresh = `${built}.new`;
const lucide = join(project, "node_modules", "lucide-static", "icons");
const literalIcon = /sprite\.svg#([a-z0-9-]+)|\{%\s*icon\s+["']([a-z0-9-]+)["']/g;

async function filesIn(folder, ending, { deep = false } = {}) {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: deep });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

async function bundle(entries, folder) {
  await esbuild.build({
    entryPoints: entries,
    outdir: join(fresh, folder),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox121", "safari16.2"],
    loader: { ".woff2": "file", ".woff": "empty", ".svg": "file" },
    assetNames: "../fonts/[name]",
    legalComments: "linked",
    logLevel: "warning",
  });
}

async function wantedIcons() {
  const listed = (await readFile(join(frontend, "icons.txt"), "utf8")).split("\n");
  const wanted = new Set(listed.map((line) => line.trim()).filter(Boolean));
  const sources = [
    ...(await filesIn(web, ".html", { deep: true })),
    ...(await filesIn(join(frontend, "islands"), ".ts", { deep: true })),
  ];
  for (const source of sources) {
    for (const match of (await readFile(source, "utf8")).matchAll(literalIcon)) {
      wanted.add(match[1] ?? match[2]);
    }
  }
  return wanted;
}

async function symbol(file) {
  const drawing = await readFile(file, "utf8");
  const inside = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1);
  const shapes = inside.slice(0, inside.lastIndexOf("</svg>")).replaceAll(/\s+/g, " ").trim();
  const box = drawing.match(/viewBox="([^"]+)"/)?.[1] ?? "0 0 24 24";
  return `<symbol id="${basename(file, ".svg")}" viewBox="${box}">${shapes}</symbol>`;
}

async function sprite() {
  const own = await filesIn(join(frontend, "icons"), ".svg");
  const drawn = new Set(own.map((file) => basename(file, ".svg")));
  const files = [...own];
  for (const name of await wantedIcons()) {
    if (drawn.has(name)) continue;
    const file = join(lucide, `${name}.svg`);
    if (!existsSync(file)) throw new Error(`No icon "${name}" in lucide or frontend/icons.`);
    files.push(file);
  }
  const symbols = await Promise.all(files.sort().map(symbol));
  const text = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  await writeFile(join(fresh, "sprite.svg"), text);
}

// Small fonts are cut once by tools/web_fonts.py (`make` does it again when its sources change).
if (!existsSync(join(project, "build", "webfonts", "fonts.css"))) {
  const python = join(project, ".venv", "bin", "python");
  execFileSync(python, [join(project, "tools", "web_fonts.py")], { stdio: "inherit" });
}
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
await bundle(await filesIn(join(frontend, "css"), ".css"), "css");
await bundle(await filesIn(join(frontend, "islands"), ".ts"), "islands");
await sprite();
const htmx = join(project, "node_modules", "htmx.org", "dist", "htmx.min.js");
await copyFile(htmx, join(fresh, "htmx.js"));
// Shown whole or not at all: a page never meets half of a build.
await rm(built, { recursive: true, force: true });
await rename(fresh, built);
