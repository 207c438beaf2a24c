// "Around me": the position goes into the search and nowhere else.
import { make } from "./dom.js";
import { address, show } from "./search.js";
import { say } from "./text.js";

const RADIUS = 10_000;
const NAMES = ["lat", "lon", "radius", "sort"];

export const WHY = {
  absent: say("Votre navigateur ne sait pas dire où vous êtes.", "Your browser cannot tell where you are."),
  1: say("Votre navigateur n'a pas le droit de dire où vous êtes.", "Your browser may not tell where you are."),
  2: say("Votre position n'a pas été trouvée.", "Your position was not found."),
  3: say("Votre position n'a pas été trouvée à temps.", "Your position was not found in time."),
};
const INSTEAD = say("Écrivez une commune ou un code postal.", "Write a commune or a postal code.");

export function near(form) {
  const where = form.elements.where;
  const said = make("p", { role: "status", class: "help", id: "near-said" });
  const forget = () => NAMES.forEach((name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.remove());
  const fail = (why) => {
    said.textContent = `${WHY[why]} ${INSTEAD}`;
    where.focus();
  };
  const ask = () => {
    if (!navigator.geolocation || !isSecureContext) return fail("absent");
    said.textContent = say("Recherche de votre position…", "Looking for your position…");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      said.textContent = "";
      forget();
      form.elements.meant?.remove();
      where.value = "";
      // Ten metres are near enough, and less is nobody's business.
      const values = [coords.latitude.toFixed(4), coords.longitude.toFixed(4), RADIUS, "distance"];
      form.prepend(...NAMES.map((name, place) => make("input", { type: "hidden", name, value: values[place] })));
      show(address(form), { focus: true });
    }, ({ code }) => fail(code), { timeout: 10_000, maximumAge: 60_000 });
  };
  where.addEventListener("input", forget);
  where.parentElement.append(make("button", { type: "button", class: "second", onclick: ask },
    say("Autour de moi", "Around me")), said);
}
