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
  const close = el("button", { type: "button", onclick: () => dialog.close() }, words.close);
  const heading = el("h2", { id: "title", tabindex: "-1" }, title);
  const dialog = el("dialog", { "aria-labelledby": "title", onclose: () => dialog.remove() }, heading, ...children, close);
  where.append(dialog);
  dialog.showModal();
  heading.focus();
}

/**
 * Return a field with a text to copy, its button and what came of it.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} label of the button
 */
function copyable(field, label) {
  const status = el("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = words.copied;
    } catch {
      field.hidden = false;
      field.focus();
      field.select();
      status.textContent = words.copyFailed;
    }
  };
  return el("p", { class: "row" }, el("button", { type: "button", onclick: copy }, label), status);
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
    copyable(link, words.copy),
  ];
  if (episode.embed) {
    const code = el("textarea", { readonly: true, rows: "3" });
    code.value = episode.embed;
    parts.push(el("label", {}, words.shareEmbed, code), copyable(code, words.copyEmbed));
  }
  if (navigator.share) {
    const send = () => navigator.share({ title: episode.title, url: link.value }).catch(() => {});
    parts.push(el("button", { type: "button", onclick: send }, words.shareWith));
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
  const body = el("textarea", { readonly: true, rows: "4", hidden: true, "aria-label": words.copyReport });
  const status = el("span", { role: "status" });
  const text = () => {
    const { guid, slug, title, voice, url } = episode;
    const said = { ...heard, word: word.value, suggestion: wanted.value };
    return JSON.stringify({ version: 1, guid, slug, title, url, voice, ...said }, null, 1);
  };
  const post = async () => {
    try {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(episode.report, { method: "POST", headers, body: text(), credentials: "omit" });
      status.textContent = answer.ok ? words.reportSent : words.reportFailed;
    } catch {
      status.textContent = words.reportFailed;
    }
  };
  const mail = el("a", { class: "button", href: "#" }, words.reportMail);
  const refresh = () => {
    body.value = text();
    const subject = `${words.report} : ${word.value}`;
    mail.href = `${episode.report}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.value)}`;
  };
  for (const field of [word, wanted]) field.addEventListener("input", refresh);
  refresh();
  const byMail = episode.report.startsWith("mailto:");
  const send = byMail ? mail : el("button", { type: "button", onclick: post }, words.reportSend);
  open(
    where, words.report,
    el("p", {}, `${words.reportSentence} `, el("em", {}, heard.sentence)),
    el("label", {}, words.reportWord, word),
    el("label", {}, words.reportHint, wanted),
    el("p", {}, words.reportNote),
    el("p", { class: "row" }, ...(episode.report ? [send] : []), status),
    body,
    copyable(body, words.copyReport),
  );
}

/** List the keys. @param {ParentNode} where @param {[string, string][]} keys */
export function shortcuts(where, keys) {
  const rows = keys.map(([key, action]) => el("tr", {}, el("td", {}, el("kbd", {}, key)), el("td", {}, action)));
  const head = el("tr", {}, el("th", { scope: "col" }, words.key), el("th", { scope: "col" }, words.action));
  open(where, words.shortcuts, el("p", {}, words.shortcutsNote), el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
}
