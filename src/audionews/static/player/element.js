// The player for any site: from an episode's manifest, reading along in the site's own article.

import { el, sheetOf } from "./dom.js";
import { published } from "./later.js";
import { fromManifest } from "./manifest.js";
import { matched } from "./matching.js";
import { Player } from "./player.js";
import { wave } from "./wave.js";
import { words } from "./words.js";

/** @type {any} where the words of each language are, and what to say when they do not come */
const LABELS = "./labels.json";
const HIGHLIGHTS = "./read-along.css";

/** `<audionews-player src="…/episode.json" attach="#article">`; `attach` selects the article, without it there is only sound. */
export class SitePlayer extends Player {
  async begin() {
    const source = this.getAttribute("src");
    if (!source) return;
    const language = /** @type {HTMLElement | null} */ (this.closest("[lang]"))?.lang.slice(0, 2) ?? "fr";
    const labels = LABELS[language] ?? LABELS.fr;
    const address = new URL(source, document.baseURI).href;
    try {
      const [said, manifest] = await Promise.all([published(labels.path, address), address].map(json));
      Object.assign(words, said);
      this.episode = fromManifest(manifest, address);
    } catch {
      this.replaceChildren(el("p", { role: "alert" }, labels.unavailable));
      return;
    }
    const article = document.querySelector(this.getAttribute("attach") ?? ":not(*)");
    if (article) document.adoptedStyleSheets.push(sheetOf(HIGHLIGHTS));
    const audio = el("audio", { preload: "none", src: this.episode.audio });
    this.append(wave(this.episode.waveform), audio);
    this.start(audio, article, matched);
  }
}

/** @param {string} address */
async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw answer;
  return answer.json();
}
