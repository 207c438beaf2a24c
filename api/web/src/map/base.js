// The base of the map: that of others where one is configured, else departments, communes and towns, drawn by the
// browser's own fonts.

// From here on the communes of the departments in view are drawn, whose lines are finer.
const NEAR = 9;
const ALL = ["has", "code"];

const forced = matchMedia("(forced-colors: active)");
const LOOKS = [forced, matchMedia("(prefers-color-scheme: dark)"), matchMedia("(prefers-contrast: more)")];

// Does `work` whenever the reader's system wants other colours; gives what ends that.
export function onColours(work) {
  for (const look of LOOKS) look.addEventListener("change", work);
  return () => { for (const look of LOOKS) look.removeEventListener("change", work); };
}

// The colours of the page, which are those of its theme, in the spelling that the map knows. Who forces colours gets two:
// shapes and marks say the rest.
export function colours() {
  const probe = document.createElement("i");
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const of = (name) => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const all = Object.fromEntries(["paper", "tint", "line", "ink", "soft", "yes", "help", "no"].map((name) => [name, of(name)]));
  probe.remove();
  const { paper, ink } = all;
  return forced.matches ? { paper, ink, tint: paper, line: ink, soft: ink, yes: ink, help: ink, no: ink } : all;
}

function lettering() {
  const { paper, ink } = colours();
  return {
    name: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-max-width": 8 },
    text: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.5 },
  };
}

// The nearer, the smaller the towns that are named.
function towns(source) {
  const { name, text } = lettering();
  const large = ["step", ["zoom"], 200_000, 6, 100_000, 7, 50_000, 8, 20_000, 9, 10_000, 10, 0];
  return { type: "symbol", source, filter: ["all", ["has", "population"], [">=", ["get", "population"], large]],
    layout: { ...name, "text-size": 14, "symbol-sort-key": ["-", ["get", "population"]], "text-anchor": "top", "text-offset": [0, 0.4] }, paint: text };
}

export function base(address) {
  if (address) return address;
  const { paper, tint, line, soft } = colours();
  const { name, text } = lettering();
  return {
    version: 8,
    sources: { base: { type: "geojson", data: "/map/base.json", attribution: "IGN, Insee" } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": tint } },
      { id: "land", type: "fill", source: "base", filter: ALL, paint: { "fill-color": paper } },
      { id: "borders", type: "line", source: "base", filter: ALL, paint: { "line-color": line, "line-width": 1 } },
      { id: "departments", type: "symbol", source: "base", minzoom: 6.5, maxzoom: NEAR, filter: ALL,
        layout: { ...name, "text-size": 12 }, paint: { ...text, "text-color": soft } },
      { id: "towns", ...towns("base") },
    ],
  };
}

// Adds the communes of the departments in view, each once: a page that shows one town does not fetch all of France. Gives
// what asks again for those that did not come.
export function communes(map) {
  const asked = new Set();
  const drawn = new Set();
  const missing = new Set();
  const add = (code) => {
    asked.add(code);
    map.addSource(id(code), { type: "geojson", data: address(code) });
    const { paper, line } = colours();
    const near = { source: id(code), minzoom: NEAR, filter: ALL };
    map.addLayer({ ...near, id: `${id(code)}-land`, type: "fill", paint: { "fill-color": paper } }, "departments");
    map.addLayer({ ...near, id: id(code), type: "line", paint: { "line-color": line, "line-width": 1 } }, "departments");
    map.addLayer({ ...towns(id(code)), id: `${id(code)}-names`, minzoom: NEAR }, "towns");
  };
  const again = () => {
    for (const code of missing) map.getSource(id(code))?.setData(address(code));
    missing.clear();
  };
  map.on("idle", () => {
    if (map.getZoom() < NEAR || !map.getLayer("land")) return;
    for (const { properties: { code } } of map.queryRenderedFeatures({ layers: ["land"] })) if (!asked.has(code)) add(code);
  });
  map.on("moveend", again);
  map.on("error", ({ sourceId }) => { if (codeOf(sourceId)) missing.add(codeOf(sourceId)); });
  map.on("sourcedata", ({ sourceId, tile }) => {
    const code = codeOf(sourceId);
    if (!code || tile?.state !== "loaded" || missing.has(code) || drawn.has(code)) return;
    drawn.add(code);
    // The rougher lines of the department make room; its land stays, for the few communes without a contour.
    map.setFilter("borders", ["all", ALL, ["any", ["<", ["zoom"], NEAR], ["!", ["in", ["get", "code"], ["literal", [...drawn]]]]]]);
  });
  map.on("style.load", () => { for (const codes of [asked, drawn, missing]) codes.clear(); });
  return again;
}

const id = (code) => `communes-${code}`;
const address = (code) => `/map/communes/${code}`;
const codeOf = (source) => source?.match(/^communes-(.+)$/)?.[1];
