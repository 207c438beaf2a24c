// Links to share. Needs, limits and the own position are nobody else's business: the usual link leaves them out.
import { announce, make } from "./dom.js";
import { say } from "./text.js";

const OWN = ["need", "needs", "lat", "lon", "radius", "verdict", "unknown"];

export function withoutMe(address) {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()])
    if (OWN.includes(name) || /^(need|limits)\[/.test(name)) url.searchParams.delete(name);
  if (url.searchParams.get("sort") === "distance") url.searchParams.delete("sort");
  return url.href;
}

async function copy(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    announce(say("Lien copié", "Link copied"));
  } catch {
    // Not allowed here: shown, to be copied by hand.
    const field = make("input", { type: "text", readonly: true, value: text, "aria-label": say("Lien", "Link") });
    box.append(field);
    field.focus();
    field.select();
  }
}

// The buttons, as one paragraph.
export function share() {
  const box = make("p", { class: "tools share" });
  const plain = withoutMe(location.href);
  const button = (label, text) => make("button", { type: "button", class: "second", onclick: () => copy(text(), box) }, label);
  if (plain === location.href) {
    box.append(button(say("Copier le lien", "Copy link"), () => plain));
  } else {
    box.append(button(say("Copier le lien sans mes besoins", "Copy link without my needs"), () => plain),
      button(say("Copier le lien avec mes besoins", "Copy link with my needs"), () => location.href));
  }
  return box;
}
