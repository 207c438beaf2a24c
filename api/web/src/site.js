// What a script adds to the pages. Each page is whole without it.
import { listen, make } from "./dom.js";
import { here } from "./here.js";
import { mapButton } from "./map/button.js";
import { near } from "./near.js";
import { needs, offerNeeds, offerToAccount } from "./needs.js";
import { register } from "./offline.js";
import { all as savedPlaces, keepResults, resultsBox, save, savedPage } from "./saved.js";
import { search } from "./search.js";
import { share } from "./share.js";
import { suggestions } from "./suggestions.js";
import { copyable } from "./snippet.js";

// Beside the results: tools that go with this answer.
function answered() {
  const heading = document.getElementById("results");
  if (!heading) return;
  heading.parentElement.append(share(), resultsBox());
  keepResults();
}

listen();
register();

// The search page has a box for the place, and needs; other pages look for something too, with a box of the same name.
const form = document.getElementById("where")?.form;
if (form?.querySelector("fieldset")) {
  suggestions(form);
  near(form);
  search(form);
  needs(form);
  answered();
  mapButton();
  document.addEventListener("plainpied:answer", answered);
}

// Forms that ask where a place stands.
const [latitude, longitude] = ["latitude", "longitude"].map((id) => document.getElementById(id));
if (latitude && longitude) here(latitude, longitude);

// All that is folded is unfolded on paper, also by browsers whose style sheets cannot.
addEventListener("beforeprint", () => document.querySelectorAll("main details:not([open])").forEach((fold) => {
  fold.open = true;
  addEventListener("afterprint", () => { fold.open = false; }, { once: true });
}));

const place = document.querySelector("#map[data-id]");
if (place) {
  const where = document.querySelector("p.where")?.textContent.trim();
  mapButton(make("div", { class: "tools" }, save(place.dataset.id, place.dataset.name, where), share()));
  offerNeeds(document.getElementById("verdict"));
}

const own = document.getElementById("own-needs");
if (own) offerToAccount(own, savedPlaces());
const saved = document.getElementById("saved");
if (saved) savedPage(saved);
document.querySelectorAll("textarea[readonly]").forEach(copyable);
