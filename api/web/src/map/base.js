// The base of the map: that of others where one is configured, else departments and towns, drawn by the browser's own
// fonts.

// The colours of the page, which are those of its theme.
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(["paper", "tint", "line", "ink", "soft", "yes", "help", "no"].map((name) => [name, of(name)]));
}

export function base(address) {
  if (address) return address;
  const { paper, tint, line, ink, soft } = colours();
  const name = { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-max-width": 8 };
  const text = { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.5 };
  // The nearer, the smaller the towns that are named.
  const large = ["step", ["zoom"], 200_000, 6, 100_000, 7, 50_000, 8, 20_000, 9, 10_000, 10, 0];
  return {
    version: 8,
    sources: { base: { type: "geojson", data: "/map/base.json", attribution: "IGN, Insee" } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": tint } },
      { id: "land", type: "fill", source: "base", filter: ["has", "code"], paint: { "fill-color": paper } },
      { id: "borders", type: "line", source: "base", filter: ["has", "code"], paint: { "line-color": line, "line-width": 1 } },
      { id: "departments", type: "symbol", source: "base", minzoom: 6.5, maxzoom: 9, filter: ["has", "code"],
        layout: { ...name, "text-size": 12 }, paint: { ...text, "text-color": soft } },
      { id: "towns", type: "symbol", source: "base",
        filter: ["all", ["has", "population"], [">=", ["get", "population"], large]],
        layout: { ...name, "text-size": 14, "symbol-sort-key": ["-", ["get", "population"]], "text-anchor": "top", "text-offset": [0, 0.4] }, paint: text },
    ],
  };
}
