// An element with attributes and children; `onclick` and the like are listeners. Text is text: nothing here reads HTML.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

let region;

// Has to be there before the first announcement, or screen readers miss it.
export function listen() {
  region = make("div", { role: "status", class: "hidden", id: "spoken" });
  document.body.append(region);
}

// Says something to those who do not see what changed. The same text again is said again.
export function announce(text) {
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

// Calls `work` once the calls have stopped for so long.
export function settled(milliseconds, work) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}
