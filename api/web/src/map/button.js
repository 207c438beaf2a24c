// The button that opens the map. Its script is large and is loaded when somebody wants it.
import { announce, make } from "../dom.js";
import { say } from "../text.js";

const OPEN = "plainpied.map";
// The map stays open from page to page of one visit.
const remembered = () => { try { return sessionStorage.getItem(OPEN) === "1"; } catch { return false; } };
const remember = (open) => { try { sessionStorage.setItem(OPEN, open ? "1" : "0"); } catch { /* then it does not */ } };

// `among`: where the button stands beside others.
export function mapButton(among) {
  const box = document.getElementById("map");
  if (!box) return;
  const said = make("p", { class: "notice", hidden: true, role: "status" });
  let map;
  const close = () => {
    map.close();
    map = undefined;
    box.hidden = true;
    box.parentElement.classList.remove("with-map");
  };
  const open = async (focus) => {
    box.hidden = false;
    box.parentElement.classList.add("with-map");
    try {
      const { openMap } = await import("./index.js");
      map = openMap(box);
      if (focus) box.querySelector("canvas").focus();
    } catch {
      box.hidden = true;
      box.parentElement.classList.remove("with-map");
      said.hidden = false;
      said.textContent = say("La carte ne peut pas être affichée ici. La liste dit tout ce qu'elle montrerait.",
        "The map cannot be shown here. The list says all that it would show.");
      button.setAttribute("aria-expanded", "false");
    }
  };
  const label = () => { button.textContent = map || !box.hidden ? say("Fermer la carte", "Close the map") : say("Afficher la carte", "Show the map"); };
  const toggle = async (focus) => {
    const wanted = !map;
    button.setAttribute("aria-expanded", String(wanted));
    said.hidden = true;
    if (wanted) await open(focus);
    else close();
    remember(Boolean(map));
    label();
    if (!map && wanted === false) announce(say("Carte fermée", "Map closed"));
  };
  const button = make("button", { type: "button", class: "second", "aria-expanded": "false", "aria-controls": "map", onclick: () => toggle(true) });
  const tools = make("p", { class: "tools map-tools" }, button);
  (box.closest(".found") ?? box).before(among ?? tools, said);
  among?.append(tools);
  label();
  // Without an answer there is nothing to show.
  const fitting = () => { tools.hidden = !box.dataset.id && !document.getElementById("results"); };
  fitting();
  document.addEventListener("plainpied:answer", fitting);
  if (!tools.hidden && remembered()) toggle(false);
}
