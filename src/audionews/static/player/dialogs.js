// What opens over the player: sharing, reporting a pronunciation, the list of shortcuts.

import { el } from "./dom.js";
import { clock, fill } from "./format.js";
import { words } from "./words.js";

/** @typedef {import("./timeline.js").Episode} Episode */

/**
 * Open a dialog and remove it when it is closed; the browser gives the focus back.
 * @param {ParentNode} where
 * @param {string} title
 * @param {(Node | string)[]} children
 */
function open(where, title, ...children) {
  const close = el("button", { onclick: () => dialog.close() }, words.close);
  const heading = el("h2", { id: "title", tabindex: "-1" }, title);
  const dialog = el("dialog", { "aria-labelledby": "title", onclose: () => dialog.remove() }, heading, ...children, close);
  where.append(dialog);
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

/**
 * Offer the address of this moment, and the code of the embed.
 * @param {ParentNode} where
 * @param {Episode} episode
 * @param {number} now in ms
 */
export function share(where, episode, now) {
  const link = el("input", { readonly: true, value: episode.url });
  const from = el("input", { type: "checkbox" });
  const refresh = () => (link.value = episode.url + (from.checked ? `#t=${Math.floor(now / 1000)}` : ""));
  from.checked = now >= 1000;
  from.addEventListener("change", refresh);
  refresh();
  /** @type {Node[]} */
  const parts = [
    el("label", {}, words.shareLink, link),
    el("label", { class: "check" }, from, fill(words.shareFrom, { time: clock(now) })),
    copier(words.copy, () => link.value),
  ];
  if (episode.embed) {
    const code = el("textarea", { readonly: true, rows: "3" });
    code.value = episode.embed;
    parts.push(el("label", {}, words.shareEmbed, code), copier(words.copyEmbed, () => episode.embed));
  }
  if (navigator.share) {
    const send = () => navigator.share({ title: episode.title, url: link.value }).catch(() => {});
    parts.push(el("button", { onclick: send }, words.shareWith));
  }
  open(where, words.shareTitle, ...parts);
}

/**
 * Offer to report how a word was said; what is sent is `audionews lexicon add --from` reads.
 * @param {ParentNode} where
 * @param {Episode} episode
 * @param {{ sentence: string, word: string, time_ms: number }} heard
 */
export function report(where, episode, heard) {
  const word = el("input", { value: heard.word, autocomplete: "off" });
  const wanted = el("input", { autocomplete: "off" });
  const status = el("span", { role: "status" });
  const text = () => {
    const { guid, slug, title, voice, url } = episode;
    const said = { ...heard, word: word.value, suggestion: wanted.value };
    return JSON.stringify({ version: 1, guid, slug, title, url, voice, ...said }, null, 1);
  };
  const post = async () => {
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: text(), credentials: /** @type {const} */ ("omit") };
    const answer = await fetch(episode.report, sent).catch(() => null);
    status.textContent = answer?.ok ? words.reportSent : words.reportFailed;
  };
  /** The address is made when the link is followed, so that it carries what was typed. */
  const write = () => {
    const [subject, body] = [`${words.report} : ${word.value}`, text()].map(encodeURIComponent);
    mail.href = `${episode.report}?subject=${subject}&body=${body}`;
  };
  const mail = el("a", { class: "button", href: episode.report, onclick: write }, words.reportMail);
  const send = episode.report.startsWith("mailto:") ? mail : el("button", { onclick: post }, words.reportSend);
  open(
    where, words.report,
    el("p", {}, `${words.reportSentence} `, el("em", {}, heard.sentence)),
    el("label", {}, words.reportWord, word),
    el("label", {}, words.reportHint, wanted),
    el("p", {}, words.reportNote),
    el("p", { class: "row" }, ...(episode.report ? [send] : []), status),
    copier(words.copyReport, text),
  );
}

/** List the keys. @param {ParentNode} where */
export function shortcuts(where) {
  const cell = (/** @type {string} */ text, /** @type {number} */ column) => el("td", {}, column ? text : el("kbd", {}, text));
  const rows = words.keys.split("\n").map((row) => el("tr", {}, ...row.split("|").map(cell)));
  const head = [words.key, words.action].map((text) => el("th", { scope: "col" }, text));
  const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
  open(where, words.shortcuts, el("p", {}, words.shortcutsNote), table);
}
