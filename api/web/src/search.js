// The results follow the form without a new page: the list is that of the server, fetched and put in place.
import { announce, make, settled } from "./dom.js";
import { say } from "./text.js";

const REREAD = ["without", "meant"];
let running = new AbortController();

// The address that the form asks for, empty boxes left out. How the words are to be read stays while they stay.
export function address(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim() !== "") query.append(name, value);
  const now = new URLSearchParams(location.search);
  const same = ["q", "where"].every((name) => (query.get(name) ?? "") === (now.get(name) ?? ""));
  for (const name of REREAD) if (same && now.has(name) && !query.has(name)) query.append(name, now.get(name));
  return `${form.getAttribute("action")}?${query}`;
}

// Takes over what the form carries along unseen.
function carry(form, other) {
  const [said, now] = [form, other].map((one) => one.querySelector(".own > summary"));
  if (said && now) said.textContent = now.textContent;
  for (const hidden of form.querySelectorAll("input[type=hidden]")) hidden.remove();
  form.prepend(...other.querySelectorAll("input[type=hidden]"));
}

// Says at each limit what is wrong with it, as the page of the server does; nothing is where that says nothing.
function blame(form, other) {
  for (const input of form.querySelectorAll(".limits input")) {
    const now = other.querySelector(`[id="${input.id}"]`);
    document.getElementById(`${input.id}-error`)?.remove();
    for (const name of ["aria-invalid", "aria-describedby"])
      if (now?.hasAttribute(name)) input.setAttribute(name, now.getAttribute(name));
      else input.removeAttribute(name);
    input.parentElement.className = now?.parentElement.className ?? "";
    const wrong = other.querySelector(`[id="${input.id}-error"]`);
    if (wrong) input.before(document.adoptNode(wrong));
  }
  document.getElementById("faults")?.remove();
}

// The form came back: the results stay, and the boxes at fault are unfolded. Who sent it is led to what is wrong.
function refuse(form, other, focus) {
  const faults = other.querySelector("#faults");
  blame(form, other);
  const wrong = form.querySelector("[aria-invalid=true]");
  for (let fold = wrong?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  document.getElementById("answer").removeAttribute("aria-busy");
  if (!faults) return;
  if (!focus) return announce(faults.querySelector("ul").textContent.trim());
  form.prepend(document.adoptNode(faults));
  faults.focus();
}

// Puts boxes back to what they were at an earlier step. Otherwise they are the person's, who may be typing.
function restore(other) {
  for (const input of other.querySelectorAll("input[id]")) {
    const own = document.getElementById(input.id);
    if (own && input.type === "checkbox") own.checked = input.checked;
    else if (own) own.value = input.value;
  }
}

// Shows what an address of the search page holds. `push`: as a new step of the history; `focus`: leads to the results.
export async function show(url, { push = true, focus = false } = {}) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const form = document.getElementById("where").form;
  const answer = document.getElementById("answer");
  // The first search makes the page another one: its form is small, and the results come first.
  if (focus && !document.getElementById("results")) return location.assign(url);
  answer.setAttribute("aria-busy", "true");
  try {
    const page = await fetch(url, { headers: { accept: "text/html" }, signal });
    if (!page.ok && page.status !== 422) throw new Error(`results: ${page.status}`);
    const next = new DOMParser().parseFromString(await page.text(), "text/html");
    const [found, other] = [next.getElementById("answer"), next.getElementById("where")?.form];
    if (!found || !other) throw new Error("results: another page");
    if (signal.aborted) return;
    if (!page.ok) return refuse(form, other, focus);
    blame(form, other);
    answer.replaceWith(document.adoptNode(found));
    carry(form, other);
    if (!push) restore(other);
    document.title = next.title;
    if (push) history.pushState(null, "", url);
    const heading = document.getElementById("results");
    if (heading && focus) heading.focus();
    else if (heading) announce([heading, document.getElementById("unplaced")].map((one) => one?.textContent.trim()).join(" ").trim());
    document.dispatchEvent(new CustomEvent("plainpied:answer"));
  } catch (error) {
    // Another request took its place, or the usual way has to do.
    if (error.name !== "AbortError") location.assign(url);
  }
}

export function search(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(address(form), { focus: true });
  });
  const later = settled(300, () => show(address(form)));
  form.querySelector("fieldset").addEventListener("change", (event) => {
    if (event.target.name && document.getElementById("results")) later();
  });
  (form.querySelector(".own > summary") ?? form.querySelector("legend")).after(make("p", { class: "help" },
    say("Les résultats suivent vos choix.", "The results follow your choices.")));
  addEventListener("popstate", () => show(location.href, { push: false }));
}
