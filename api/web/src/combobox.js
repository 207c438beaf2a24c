// An editable combobox with a list of suggestions (ARIA Authoring Practices: list autocomplete, manual selection).
import { announce, make, settled } from "./dom.js";
import { say } from "./text.js";

const WAIT = 150;
let count = 0;

// `find(text, signal)` gives options {label, detail}; `choose(option)` is told of the one taken.
export function combobox(input, name, find, choose) {
  const id = `options-${(count += 1)}`;
  const list = make("ul", { role: "listbox", id, "aria-label": name, class: "options", hidden: true });
  let options = [];
  let active = -1;
  let running = new AbortController();

  // A search box may not be a combobox (ARIA in HTML).
  input.type = "text";
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id,
    "aria-expanded": "false", autocomplete: "off" })) input.setAttribute(key, value);
  input.after(list);
  input.parentElement.classList.add("combobox");

  const close = () => {
    running.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    close();
    input.value = option.label;
    choose(option);
  };
  const activate = (place) => {
    list.children[active]?.removeAttribute("aria-selected");
    active = place;
    const element = list.children[active];
    if (!element) return input.removeAttribute("aria-activedescendant");
    element.setAttribute("aria-selected", "true");
    element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", element.id);
  };
  const show = (found) => {
    options = found;
    active = -1;
    list.replaceChildren(...options.map((option, place) => make("li", { role: "option", id: `${id}-${place}`,
      // The box keeps the focus.
      onmousedown: (event) => event.preventDefault(), onclick: () => take(option) },
    option.label, option.detail ? make("span", { class: "detail-of" }, ` ${option.detail}`) : "")));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    input.removeAttribute("aria-activedescendant");
    const how = say("flèches haut et bas pour choisir", "up and down arrows to choose");
    if (options.length === 0) announce(say("Aucune suggestion", "No suggestion"));
    else if (options.length === 1) announce(say(`1 suggestion, ${how}`, `1 suggestion, ${how}`));
    else announce(say(`${options.length} suggestions, ${how}`, `${options.length} suggestions, ${how}`));
  };
  const look = async () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      const found = await find(text, signal);
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch {
      // Without suggestions the box is a box.
      if (!signal.aborted) close();
    }
  };
  const later = settled(WAIT, look);

  input.addEventListener("input", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && open) {
      event.preventDefault();
      // Past either end lies the box itself.
      const next = active + step;
      activate(next < -1 ? options.length - 1 : next >= options.length ? -1 : next);
    } else if (event.key === "ArrowDown" && !open) {
      event.preventDefault();
      look();
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      take(options[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
}
