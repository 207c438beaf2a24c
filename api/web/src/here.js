// "I am there": the position of a place is that of whoever describes it, where they say so.
import { make } from "./dom.js";
import { WHY } from "./near.js";
import { say } from "./text.js";

export function here(latitude, longitude) {
  const said = make("p", { role: "status", class: "help" });
  const fail = (why) => {
    said.textContent = `${WHY[why]} ${say("Écrivez latitude et longitude.", "Write latitude and longitude.")}`;
    latitude.focus();
  };
  const ask = () => {
    if (!navigator.geolocation || !isSecureContext) return fail("absent");
    said.textContent = say("Recherche de votre position…", "Looking for your position…");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      // A metre: no receiver knows it better.
      latitude.value = coords.latitude.toFixed(5);
      longitude.value = coords.longitude.toFixed(5);
      said.textContent = say(
        `Position remplie, à ${Math.round(coords.accuracy)} m près : vérifiez-la, puis enregistrez.`,
        `Position filled in, within ${Math.round(coords.accuracy)} m: check it, then save.`);
    }, ({ code }) => fail(code), { timeout: 10_000, maximumAge: 60_000, enableHighAccuracy: true });
  };
  longitude.closest(".field").after(make("div", { class: "field" },
    make("button", { type: "button", class: "second", onclick: ask }, say("J'y suis", "I am there")), said));
}
