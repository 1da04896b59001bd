// What opens over the player: sharing, reporting a pronunciation, the list of shortcuts.

import { el } from "./dom.js";
import { clock, fill } from "./format.js";
import { lastBegun } from "./timeline.js";
import { words } from "./words.js";

/** @typedef {import("./player.js").Player} Player */

const LONGEST_WORD = 60;
const LONGEST_SENTENCE = 300;

/**
 * Open a dialog and remove it when it is closed; the browser gives the focus back.
 * @param {Player} player
 * @param {string} title
 * @param {(Node | string)[]} children
 */
function open(player, title, ...children) {
  const close = el("button", { onclick: () => dialog.close() }, words.close);
  const heading = el("h2", { id: "title", tabindex: "-1" }, title);
  const dialog = el("dialog", { "aria-labelledby": "title", onclose: () => dialog.remove() }, heading, ...children, close);
  player.controls.root.append(dialog);
  dialog.showModal();
  heading.focus();
}

/**
 * Return a button that copies, and what came of it; a browser that does not let it shows the text instead.
 * @param {string} label
 * @param {() => string} text
 */
function copier(label, text) {
  const status = el("span", { role: "status" });
  const shown = el("textarea", { readonly: true, hidden: true, rows: "4", "aria-label": label });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      status.textContent = words.copied;
    } catch {
      shown.hidden = false;
      shown.value = text();
      shown.select();
      status.textContent = words.copyFailed;
    }
  };
  return el("div", { class: "row" }, el("button", { onclick: copy }, label), status, shown);
}

/** Offer the address of this moment, and the code of the embed. @param {Player} player */
export function share(player) {
  const { episode, now } = player;
  const link = el("input", { readonly: true, value: episode.url });
  const from = el("input", { type: "checkbox" });
  const refresh = () => (link.value = episode.url + (from.checked ? `#t=${Math.floor(now / 1000)}` : ""));
  from.checked = now >= 1000;
  from.addEventListener("change", refresh);
  refresh();
  /** @type {Node[]} */
  const parts = [el("label", {}, words.shareLink, link)];
  if (from.checked) parts.push(el("label", { class: "check" }, from, fill(words.shareFrom, { time: clock(now) })));
  parts.push(copier(words.copy, () => link.value));
  if (episode.embed) {
    const code = el("textarea", { readonly: true, rows: "3" });
    code.value = episode.embed;
    parts.push(el("label", {}, words.shareEmbed, code), copier(words.copyEmbed, () => episode.embed));
  }
  if (navigator.share) {
    const send = () => navigator.share({ title: episode.title, url: link.value }).catch(() => {});
    parts.push(el("button", { onclick: send }, words.shareWith));
  }
  open(player, words.shareTitle, ...parts);
}

/** Offer to report how a word was said; what is sent is what `audionews lexicon add --from` reads. @param {Player} player */
export function report(player) {
  const { episode } = player;
  const heard = heardBy(player);
  const word = el("input", { value: heard.word, autocomplete: "off", required: true });
  const wanted = el("input", { autocomplete: "off" });
  const status = el("span", { role: "status" });
  const text = () => {
    const { guid, slug, title, voice, url } = episode;
    const sentence = heard.sentence.slice(0, LONGEST_SENTENCE);
    const said = { ...heard, sentence, word: word.value.trim(), suggestion: wanted.value.trim() };
    return JSON.stringify({ version: 1, guid, slug, title, url, voice, ...said }, null, 1);
  };
  const post = async () => {
    if (!word.reportValidity()) return;
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: text(), credentials: /** @type {const} */ ("omit") };
    const answer = await fetch(episode.report, sent).catch(() => null);
    status.textContent = answer?.ok ? words.reportSent : words.reportFailed;
  };
  /** The address is made when the link is followed, so that it carries what was typed. @param {Event} event */
  const write = (event) => {
    if (!word.reportValidity()) event.preventDefault();
    const [subject, body] = [`${words.report} : ${word.value}`, text()].map((part) => encodeURIComponent(part.replaceAll("\n", "\r\n")));
    mail.href = `${episode.report}?subject=${subject}&body=${body}`;
  };
  const mail = el("a", { class: "button", href: episode.report, onclick: write }, words.reportMail);
  const send = episode.report.startsWith("mailto:") ? mail : el("button", { onclick: post }, words.reportSend);
  open(
    player, words.report,
    el("p", {}, `${words.reportSentence} `, el("em", {}, heard.sentence)),
    el("label", {}, words.reportWord, word),
    el("label", {}, words.reportHint, wanted),
    el("p", {}, words.reportNote),
    el("p", { class: "row" }, ...(episode.report ? [send] : []), status),
    copier(words.copyReport, text),
  );
}

/** Return what a report is about: what the reader has selected in the text, else what was heard last. @param {Player} player */
function heardBy({ along, episode: { cues }, now }) {
  const chosen = getSelection();
  const word = chosen?.toString().trim() ?? "";
  if (along && chosen && word && word.length <= LONGEST_WORD && along.root.contains(chosen.anchorNode)) {
    const cue = along.cueAt(chosen.getRangeAt(0));
    return { sentence: along.sentence(cue)?.toString() ?? "", word: bare(word), time_ms: cues[cue].start };
  }
  const cue = Math.max(lastBegun(cues, now), 0);
  const sentence = along?.sentence(cue)?.toString() ?? cues[cue]?.text ?? "";
  const { at, length } = cues[cue]?.words[lastBegun(cues[cue].words, now)] ?? { at: 0, length: 0 };
  return { sentence, word: bare(sentence.slice(at, at + length)), time_ms: Math.round(now) };
}

/** Return a word without the signs around it and the article that is elided before it. @param {string} word */
function bare(word) {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").replace(/^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’]/i, "");
}

/** List the keys. @param {Player} player */
export function shortcuts(player) {
  const cell = (/** @type {string} */ text, /** @type {number} */ column) => el("td", {}, column ? text : el("kbd", {}, text));
  const rows = words.keys.split("\n").map((row) => el("tr", {}, ...row.split("|").map(cell)));
  const head = [words.key, words.action].map((text) => el("th", { scope: "col" }, text));
  const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
  open(player, words.shortcuts, el("p", {}, words.shortcutsNote), table);
}
