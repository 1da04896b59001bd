// Search in the text that is read.

import { el } from "./dom.js";
import { fill } from "./format.js";
import { icon } from "./icons.js";
import { paint } from "./marks.js";
import { Flat, folded } from "./text.js";
import { words } from "./words.js";

/** @typedef {import("./player.js").Player} Player */

/** Put a field to search the text with above the other options, once. @param {Player} player */
export function search(player) {
  const { along, controls } = player;
  const panel = controls.root.getElementById("more");
  if (along && !panel?.querySelector(".search")) panel?.prepend(searchField(along, (cue) => player.listenFrom(cue)));
}

/**
 * Return a field to search the text with.
 * @param {import("./read-along.js").ReadAlong} along
 * @param {(cue: number) => void} listen
 */
function searchField(along, listen) {
  /** @type {Range[]} */
  let found = [];
  let place = 0;
  const field = el("input", { type: "search", autocomplete: "off", oninput: () => seek() });
  const count = el("span", { role: "status", class: "count" });
  const step = (/** @type {number} */ by) => go(place + by);
  const buttons = [
    tool("previousSentence", words.searchPrevious, () => step(-1)),
    tool("nextSentence", words.searchNext, () => step(1)),
    tool("play", words.searchListen, () => found.length && listen(along.cueAt(found[place]))),
  ];
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
  });

  function seek() {
    const wanted = folded(field.value.trim());
    found = wanted.length > 1 ? occurrences(new Flat(along.root), wanted) : [];
    paint("found", found);
    go(0);
    if (wanted.length > 1 && !found.length) count.textContent = words.notFound;
  }

  /** @param {number} to */
  function go(to) {
    place = found.length ? (to + found.length) % found.length : 0;
    count.textContent = found.length ? fill(words.found, { place: place + 1, count: found.length }) : "";
    paint("here", found.length ? [found[place]] : []);
    if (found.length) along.show(found[place]);
  }

  return el("div", { class: "search" }, el("label", {}, words.search, field), ...buttons, count);
}

/** @param {import("./icons.js").Icon} name @param {string} label @param {() => void} act */
function tool(name, label, act) {
  return el("button", { "aria-label": label, title: label, onclick: act }, icon(name));
}

/** @param {Flat} flat @param {string} wanted */
function occurrences(flat, wanted) {
  const text = folded(flat.text);
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    found.push(flat.range(at, at + wanted.length));
  }
  return found;
}
