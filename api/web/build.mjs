// Bundles src/ into dist/, each file also compressed. Names hold a hash of the content, but for the two files whose
// address must stay: the worker of the site and the element for pages of others.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import { build } from "esbuild";

const dist = "dist";
const common = { bundle: true, minify: true, target: ["chrome109", "firefox115", "safari16"], logLevel: "warning",
  legalComments: "eof", outdir: dist, metafile: true };
const HASHED = { entryNames: "[name]-[hash]", chunkNames: "part-[hash]", assetNames: "[name]-[hash]" };

for (const old of readdirSync(dist)) if (old !== ".gitignore") rmSync(join(dist, old));

// What the map needs beside its script: the names of these are built into it.
const needed = await build({ ...common, ...HASHED, format: "esm",
  entryPoints: { "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs", map: "src/map.css" } });
const named = (ending) => "/assets/" + basename(Object.keys(needed.metafile.outputs).find((file) => file.endsWith(ending)));

const site = await build({ ...common, ...HASHED, format: "esm", splitting: true, entryPoints: { site: "src/site.js" },
  define: { MAP_WORKER: JSON.stringify(named(".js")), MAP_STYLE: JSON.stringify(named(".css")) } });

// The script of the pages with what it needs at once; the map comes when it is opened.
const outputs = Object.entries(site.metafile.outputs);
const [main, { imports }] = outputs.find(([, output]) => output.entryPoint === "src/site.js");
const atOnce = [main, ...imports.filter((one) => one.kind === "import-statement").map((one) => one.path)];
const scripts = atOnce.map((file) => "/assets/" + basename(file));

const built = readdirSync(dist).filter((file) => file !== ".gitignore").sort();
const version = createHash("sha256").update(built.join("\n")).update(readFileSync("src/worker.js")).digest("hex").slice(0, 16);
await build({ ...common, format: "iife", entryPoints: { worker: "src/worker.js", "plainpied-place": "src/element.js" },
  define: { VERSION: JSON.stringify(version), SCRIPTS: JSON.stringify(scripts) } });

// Pictures of the icon, for systems that take no drawings. Those that are cut to another shape fill their square.
const drawing = readFileSync("../src/web/icon.svg", "utf8");
const square = drawing.replace(' rx="6"', "");
await initWasm(readFileSync("node_modules/@resvg/resvg-wasm/index_bg.wasm"));
const pictures = { "icon-180": [square, 180], "icon-192": [drawing, 192], "icon-512": [drawing, 512], "icon-maskable-512": [square, 512] };

for (const file of readdirSync(dist).filter((name) => name !== ".gitignore")) {
  const plain = readFileSync(join(dist, file));
  writeFileSync(join(dist, file + ".gz"), gzipSync(plain, { level: 9 }));
  writeFileSync(join(dist, file + ".br"), brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

for (const [name, [svg, width]] of Object.entries(pictures))
  writeFileSync(join(dist, `${name}.png`), new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
