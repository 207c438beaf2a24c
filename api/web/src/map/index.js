// The map beside the list. It shows what the list shows, numbered, above all places as counts; whoever cannot use it
// misses nothing.
import { AttributionControl, Map as MapLibre, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import { announce, make } from "../dom.js";
import { show } from "../search.js";
import { inLanguage, lang, say } from "../text.js";
import { base, colours, communes, onColours } from "./base.js";
import { CLUSTER, NOTICED, PLACE, VERDICTS, draw, most } from "./signs.js";
import { numbered } from "./numbered.js";

/* global MAP_WORKER, MAP_STYLE */
const FRANCE = [[-5.3, 41.2], [9.7, 51.2]];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const WORDS = lang === "en" ? {} : {
  "Map.Title": "Carte : flèches pour se déplacer, plus et moins pour changer d'échelle",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "Popup.Close": "Fermer",
  "AttributionControl.ToggleAttribution": "Sources de la carte",
};

function styled() {
  setWorkerUrl(MAP_WORKER);
  if (!document.querySelector(`link[href="${MAP_STYLE}"]`))
    document.head.append(make("link", { rel: "stylesheet", href: MAP_STYLE }));
}

const tiles = () => {
  const query = document.querySelector("[data-tiles]")?.dataset.tiles;
  return `${location.origin}/tiles/{z}/{x}/{y}.mvt${query ? `?${query}` : ""}`;
};

// Opens the map in a box, and gives what closes it.
export function openMap(box) {
  styled();
  const frame = make("div", { class: "frame" });
  const trouble = make("p", { class: "notice", role: "status", hidden: true });
  const after = make("p", { class: "legend", id: "after-map", tabindex: "-1" }, ...legend());
  const skip = make("a", { class: "over-map", href: "#after-map" }, say("Passer la carte", "Skip the map"));
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say("Carte", "Map"));
  box.replaceChildren(skip, frame, trouble, after);
  const spot = box.dataset.id ? [Number(box.dataset.lon), Number(box.dataset.lat)] : null;
  const map = new MapLibre({ container: frame, style: base(box.dataset.base), locale: WORDS, attributionControl: false,
    // Without streets on it, a map tells more from farther away.
    ...(spot ? { center: spot, zoom: box.dataset.base ? 15 : 11 } : { bounds: FRANCE }), fadeDuration: still.matches ? 0 : 200,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: false, maxZoom: 19 });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: true, customAttribution: "Plainpied" }));
  map.getCanvas().setAttribute("aria-describedby", "after-map");
  map.on("style.load", () => places(map));
  const nearer = box.dataset.base ? () => {} : communes(map);
  pointed(map);
  const hopeful = failing(map, trouble);
  const list = spot ? pinned(map, box, spot) : numbered(map, frame);
  const here = spot ? null : searchHere(map, frame, list);
  const changed = () => {
    map.getSource("plainpied")?.setTiles([tiles()]);
    list.draw();
    here.fresh();
  };
  const again = () => {
    map.getSource("plainpied")?.setTiles([tiles()]);
    nearer();
    hopeful();
  };
  window.addEventListener("online", again);
  // Made anew as a whole: the signs have the colours of the theme too.
  const unthemed = onColours(() => map.setStyle(base(box.dataset.base), { diff: false }));
  if (here) document.addEventListener("plainpied:answer", changed);
  box.map = map;
  return { close() {
    unthemed();
    window.removeEventListener("online", again);
    document.removeEventListener("plainpied:answer", changed);
    list.clear();
    map.remove();
    box.replaceChildren();
  } };
}

// The legend says in words what the signs say, and what the counts count.
function legend() {
  const judged = document.querySelector("[data-tiles]")?.dataset.tiles.includes("need=");
  const signs = [...(judged ? Object.values(VERDICTS) : []), NOTICED];
  const words = signs.flatMap(({ mark, words: what }) => [make("span", { "aria-hidden": "true" }, `${mark} `), `${what}. `]);
  return [say("Les numéros sont ceux de la liste ; les ronds comptent tous les lieux. ", "Numbers are those of the list; circles count all places. "), ...words];
}

function places(map) {
  map.setMissingStyleImageResolver((id) => draw(map, id, colours()));
  map.addSource("plainpied", { type: "vector", tiles: [tiles()], minzoom: 0, maxzoom: 18 });
  const common = { type: "symbol", source: "plainpied" };
  map.addLayer({ ...common, id: "clusters", "source-layer": "clusters",
    layout: { "icon-image": CLUSTER, "icon-allow-overlap": true, "icon-ignore-placement": true } });
  map.addLayer({ ...common, id: "places", "source-layer": "places", layout: { "icon-image": PLACE, "icon-allow-overlap": true, "icon-ignore-placement": true } });
}

// A click on a count goes nearer; on a place it names it. By keyboard the list does the same.
function pointed(map) {
  map.on("click", "clusters", ({ features: [cluster] }) => {
    const move = { center: cluster.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, 16) };
    if (still.matches) map.jumpTo(move);
    else map.easeTo(move);
    announce(most(cluster.properties));
  });
  map.on("click", "places", ({ features: [place] }) => {
    const { id, name, verdict, notice } = place.properties;
    const words = [VERDICTS[verdict]?.words, notice && `${NOTICED.mark} ${NOTICED.words}`].filter(Boolean).map((one) => make("p", {}, one));
    const link = make("a", { href: inLanguage(`/establishments/${id}`) }, name);
    new Popup({ offset: 12 }).setLngLat(place.geometry.coordinates).setDOMContent(make("div", {}, link, ...words)).addTo(map);
  });
  for (const layer of ["clusters", "places"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

// One sentence, however many tiles are missing.
function failing(map, trouble) {
  const missing = new Set();
  map.on("error", ({ sourceId }) => {
    missing.add(sourceId ?? "base");
    trouble.hidden = false;
    trouble.textContent = say("Une partie de la carte ne se charge pas. La liste est complète.", "A part of the map does not load. The list is complete.");
  });
  map.on("sourcedata", ({ sourceId, tile }) => {
    if (tile?.state === "loaded" && missing.delete(sourceId) && missing.size === 0) hopeful();
  });
  // All is asked for anew: what fails again says so again.
  const hopeful = () => {
    missing.clear();
    trouble.hidden = true;
    trouble.textContent = "";
  };
  return hopeful;
}

function pinned(map, box, spot) {
  const sign = make("div", { class: "pin here", role: "img", "aria-label": box.dataset.name });
  const marker = new Marker({ element: sign }).setLngLat(spot).addTo(map);
  return { draw() {}, clear: () => marker.remove() };
}

// "Search this area", once the person moved the map.
function searchHere(map, frame, list) {
  const button = make("button", { type: "button", class: "here-button", hidden: true, onclick: () => {
    const anywhere = document.querySelector("[data-anywhere]").dataset.anywhere;
    const url = new URL(anywhere, location.href);
    const box = map.getBounds();
    const limits = [Math.max(box.getWest(), -180), box.getSouth(), Math.min(box.getEast(), 180), box.getNorth()];
    url.searchParams.set("bbox", limits.map((degrees) => degrees.toFixed(4)).join(","));
    list.stay();
    show(url.pathname + url.search, { focus: true });
  } }, say("Chercher dans cette zone", "Search this area"));
  frame.before(button);
  map.on("moveend", ({ originalEvent }) => { if (originalEvent) button.hidden = false; });
  return { fresh: () => { button.hidden = true; } };
}
