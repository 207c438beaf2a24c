// Places that a person keeps on this device, readable without a network; and the last results, where that is wanted.
import { announce, make } from "./dom.js";
import { keep, release } from "./offline.js";
import { read, write } from "./storage.js";
import { inLanguage, say } from "./text.js";

const KEY = "saved";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function all() {
  const found = read(KEY);
  return Array.isArray(found) ? found.filter((one) => UUID.test(one?.id) && typeof one.name === "string") : [];
}

const path = (id) => `/establishments/${id}`;

// The button on the page of a place.
export function save(id, name, where) {
  const is = () => all().some((one) => one.id === id);
  const button = make("button", { type: "button", class: "second", "aria-pressed": String(is()), onclick: () => {
    const others = all().filter((one) => one.id !== id);
    const wanted = !is();
    if (!write(KEY, wanted ? [{ id, name, where }, ...others] : others))
      return announce(say("Votre navigateur ne permet pas de garder des lieux.", "Your browser does not allow to keep places."));
    button.setAttribute("aria-pressed", String(wanted));
    if (wanted) keep("place", path(id));
    else release(path(id));
    announce(wanted ? say("Lieu gardé sur cet appareil", "Place kept on this device") : say("Lieu oublié", "Place forgotten"));
  } }, say("Garder ce lieu", "Keep this place"));
  return button;
}

// The list of the places that are kept here; below a heading where the account keeps others.
export function savedPage(box) {
  const heading = document.getElementById("on-device") ? "h3" : "h2";
  const draw = () => {
    const places = all();
    const list = make("ul", { class: "results" }, ...places.map(({ id, name, where }) => make("li", {},
      make(heading, {}, make("a", { href: inLanguage(path(id)) }, name)),
      make("p", { class: "where" }, where ?? ""),
      make("button", { type: "button", class: "second", onclick: () => {
        write(KEY, all().filter((one) => one.id !== id));
        release(path(id));
        draw();
        document.querySelector("h1").focus();
        announce(say(`${name} : oublié`, `${name}: forgotten`));
      } }, say("Oublier", "Forget"), make("span", { class: "hidden" }, ` ${name}`)))));
    box.replaceChildren(places.length ? list : make("p", {}, say(
      "Aucun lieu n'est gardé sur cet appareil. Sur la page d'un lieu, choisissez « Garder ce lieu ».",
      "No place is kept on this device. On the page of a place, choose “Keep this place”.")));
  };
  draw();
}

// The box that asks whether results may be kept.
export function resultsBox() {
  const box = make("input", { type: "checkbox", id: "keep-results" });
  box.checked = read("results") === true;
  box.addEventListener("change", () => {
    write("results", box.checked || null);
    if (box.checked) keepResults();
    else release("/");
    announce(box.checked ? say("Vos derniers résultats restent lisibles sans réseau.", "Your last results stay readable without a network.")
      : say("Vos résultats ne sont plus gardés.", "Your results are no longer kept."));
  });
  return make("p", { class: "remember tools" }, box, make("label", { for: "keep-results" },
    say("Garder mes derniers résultats pour les lire sans réseau", "Keep my last results to read them without a network")));
}

export function keepResults() {
  if (read("results") === true) keep("results", location.pathname + location.search);
}
