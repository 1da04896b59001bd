// The player for any site: from an episode's manifest, reading along in the site's own article.

import { el, sheetOf } from "./dom.js";
import { wave } from "./wave.js";
import { words } from "./words.js";
import { fromManifest } from "./manifest.js";
import { matched } from "./matching.js";
import { Player } from "./player.js";

/** @type {any} */
const LABELS = "./labels.json";
const HIGHLIGHTS = "./read-along.css";

/** `<audionews-player src="…/episode.json" attach="#article">`; `attach` selects the article, without it there is only sound. */
export class SitePlayer extends Player {
  async begin() {
    const source = this.getAttribute("src");
    const language = /** @type {HTMLElement | null} */ (this.closest("[lang]"))?.lang.slice(0, 2) ?? "fr";
    Object.assign(words, LABELS[language] ?? LABELS.fr);
    if (!source) return super.begin();
    const address = new URL(source, document.baseURI).href;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new TypeError(answer.statusText);
      this.episode = fromManifest(await answer.json(), address);
    } catch {
      this.replaceChildren(el("p", { role: "alert" }, words.unavailable));
      return;
    }
    const article = document.querySelector(this.getAttribute("attach") ?? ":not(*)");
    if (article) document.adoptedStyleSheets.push(sheetOf(HIGHLIGHTS));
    const audio = el("audio", { preload: "none", src: this.episode.audio });
    this.append(wave(this.episode.waveform), audio);
    this.start(audio, article, matched);
  }
}
