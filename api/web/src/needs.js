// Needs stay on this device, and only if the person wants them kept.
import { announce, make } from "./dom.js";
import { read, write } from "./storage.js";
import { inLanguage, say } from "./text.js";

const KEY = "needs";

const ticked = (form) => Object.fromEntries(
  [...new FormData(form)].filter(([name, value]) => /^(need|limits)\[/.test(name) && value.trim() !== ""));

// What was kept, as parameters of an address.
function kept() {
  const found = read(KEY);
  return found && typeof found === "object" ? Object.entries(found).filter(([name]) => /^(need|limits)\[\w+\]$/.test(name)) : [];
}

export const areKept = () => kept().length > 0;

// Ticks and fills what was kept.
function fill(form) {
  for (const [name, value] of kept()) {
    const input = form.elements[name];
    if (input?.type === "checkbox") input.checked = true;
    else if (input) input.value = value;
  }
}

// The form that asks whether the account may keep them: with those of this device, and the offer to take its places along.
// Nothing is sent before the person sends the form.
export function offerToAccount(form, places) {
  if (!form.hasAttribute("data-first")) return;
  // After a fault it shows what was chosen there.
  if (!document.getElementById("faults")) fill(form);
  if (places.length === 0) return;
  const box = make("input", { type: "checkbox", id: "take-places", name: "places", value: places.map(({ id }) => id).join(",") });
  form.querySelector(".actions").before(make("p", { class: "remember" }, box, make("label", { for: "take-places" },
    say(`Y mettre aussi mes lieux gardés sur cet appareil (${places.length})`, `Put my places kept on this device there too (${places.length})`))));
}

// The box that asks, below the needs. Where they come from the account, the device has no say.
export function needs(form) {
  if (form.hasAttribute("data-kept")) return;
  const stored = read(KEY) !== null;
  const box = make("input", { type: "checkbox", id: "remember" });
  box.checked = stored;
  const save = () => box.checked && write(KEY, ticked(form));
  box.addEventListener("change", () => {
    if (!box.checked) {
      write(KEY, null);
      announce(say("Vos besoins ne sont plus retenus sur cet appareil.", "Your needs are no longer kept on this device."));
    } else if (save()) {
      announce(say("Vos besoins sont retenus sur cet appareil.", "Your needs are kept on this device."));
    } else {
      box.checked = false;
      announce(say("Votre navigateur ne permet pas de les retenir.", "Your browser does not allow to keep them."));
    }
  });
  (form.querySelector(".own") ?? form.querySelector("fieldset")).append(make("p", { class: "remember" }, box,
    make("label", { for: "remember" }, say("Retenir mes besoins sur cet appareil", "Keep my needs on this device"),
      make("span", { class: "detail-of" }, say(" Dans ce navigateur seulement ; décocher les efface.", " In this browser only; unticking deletes them.")))));
  // A page that asks for something shows what was asked, not what is kept.
  if (stored && !location.search.replace(/[?&]?lang=\w*/, "")) fill(form);
  form.addEventListener("change", save);
  form.addEventListener("submit", save);
}

// On the page of a place that was opened without needs: the way to it with those that are kept.
export function offerNeeds(heading) {
  if (/[?&]needs?(=|%5B|\[)/.test(location.search) || heading.closest("[data-kept]") || !areKept()) return;
  const keys = kept().filter(([name]) => name.startsWith("need[")).map(([name]) => name.slice(5, -1));
  if (keys.length === 0) return;
  const query = new URLSearchParams({ needs: keys.join(",") });
  for (const [name, value] of kept()) if (name.startsWith("limits[")) query.append(name, value);
  heading.after(make("p", {}, make("a", { href: inLanguage(`${location.pathname}?${query}`) },
    say("Voir pour mes besoins retenus", "Show for my needs as kept"))));
}
