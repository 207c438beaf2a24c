// The places of the list, as numbered signs in step with it.
import { LngLatBounds, Marker } from "maplibre-gl";
import { make } from "../dom.js";
import { say } from "../text.js";
import { NOTICED, OF_CLASS, VERDICTS } from "./signs.js";

// Farther away signs would lie on each other and on the counts: only the one that is looked at is shown.
const NEAR = 9;

export function numbered(map, frame) {
  let markers = [];
  let staying = false;
  const clear = () => {
    for (const { marker, entry, leave } of markers) {
      marker.remove();
      leave();
      entry.classList.remove("lit");
    }
    markers = [];
  };
  const draw = () => {
    clear();
    const entries = [...document.querySelectorAll(".results > li[data-lon]")];
    markers = entries.map((entry, place) => mark(map, entry, place + 1));
    if (!staying) fit(map, entries);
    staying = false;
  };
  const far = () => frame.classList.toggle("far", map.getZoom() < NEAR);
  map.on("zoom", far);
  draw();
  far();
  // `stay`: the next answer is about what the map shows already.
  return { draw, clear, stay: () => { staying = true; } };
}

const at = (entry) => [Number(entry.dataset.lon), Number(entry.dataset.lat)];

function fit(map, entries) {
  if (entries.length === 0) return;
  const bounds = entries.reduce((all, entry) => all.extend(at(entry)), new LngLatBounds());
  map.fitBounds(bounds, { padding: 48, maxZoom: 15, animate: false });
}

// A button on the map for an entry of the list: it leads there, and each lights up with the other.
function mark(map, entry, number) {
  const link = entry.querySelector("h3 a");
  const verdict = VERDICTS[OF_CLASS[entry.dataset.standing]];
  const notice = entry.querySelector("[data-now] strong")?.textContent;
  const words = [verdict?.words, notice && `${NOTICED.words} (${notice})`].filter(Boolean).map((one) => `, ${one}`).join("");
  const sign = make("button", { type: "button", class: `pin ${entry.dataset.standing ?? ""}${notice ? " noticed" : ""}`,
    "aria-label": say(`${number}. ${link.textContent}${words} : aller à la liste`, `${number}. ${link.textContent}${words}: go to the list`),
    onclick: () => link.focus() }, String(number));
  const marker = new Marker({ element: sign, anchor: "center" }).setLngLat(at(entry)).addTo(map);
  // The library takes signs for pictures.
  sign.removeAttribute("role");
  const light = (on) => () => {
    for (const one of [entry, sign]) one.classList.toggle("lit", on);
  };
  const [on, off] = [light(true), light(false)];
  for (const one of [entry, sign]) {
    one.addEventListener("mouseenter", on);
    one.addEventListener("mouseleave", off);
    one.addEventListener("focusin", on);
    one.addEventListener("focusout", off);
  }
  const leave = () => ["mouseenter", "focusin"].forEach((name) => entry.removeEventListener(name, on));
  return { marker, entry, leave };
}
