// Sentences as places to listen from: by a click, or by keyboard with one tab stop for the whole text.

import { el } from "./dom.js";
import { words } from "./words.js";

/**
 * Make the sentences of a page places to listen from.
 * @param {Element} root holds elements with the ids `phrase-0`, `phrase-1` …
 * @param {(cue: number) => void} listen
 */
export function makeSentences(root, listen) {
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[id^=phrase-]")]).filter((one) => !one.closest("a"));
  if (!all.length) return;
  const hint = el("p", { id: "phrase-hint", hidden: true }, words.sentenceHint);
  root.append(hint);
  root.classList.add("listenable");
  let stop = all[0];
  const move = (/** @type {HTMLElement} */ sentence) => {
    for (const name of ["tabindex", "role", "aria-describedby"]) stop.removeAttribute(name);
    stop = sentence;
    stop.tabIndex = 0;
    stop.setAttribute("role", "button");
    stop.setAttribute("aria-describedby", hint.id);
  };
  move(stop);
  root.addEventListener("keydown", (event) => {
    const { key, ctrlKey, altKey, metaKey, target } = /** @type {KeyboardEvent} */ (event);
    if (target !== stop || ctrlKey || altKey || metaKey) return;
    const to = neighbour(all, all.indexOf(stop), key);
    if (to) {
      move(to);
      to.focus();
    } else if (key === "Enter" || key === " ") listen(number(stop));
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const sentence = /** @type {HTMLElement | null} */ (target.closest("[id^=phrase-]"));
    if (!sentence || target.closest("a") || !(getSelection()?.isCollapsed ?? true)) return;
    move(sentence);
    listen(number(sentence));
  });
}

/** @param {HTMLElement[]} all @param {number} here @param {string} key */
function neighbour(all, here, key) {
  const last = all.length - 1;
  if (key === "ArrowDown" || key === "ArrowRight") return all[Math.min(here + 1, last)];
  if (key === "ArrowUp" || key === "ArrowLeft") return all[Math.max(here - 1, 0)];
  return key === "Home" ? all[0] : key === "End" ? all[last] : undefined;
}

/** @param {HTMLElement} sentence */
function number(sentence) {
  return Number(sentence.id.slice("phrase-".length));
}
