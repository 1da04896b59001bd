// The element: takes over a page's native player. What it shows is in controls.js.

import { Controls, SPEEDS } from "./controls.js";
import { recall, remember } from "./dom.js";
import { clock, fill } from "./format.js";
import { dialogs } from "./later.js";
import { words } from "./words.js";
import { announceSession } from "./media-session.js";
import { own, ReadAlong } from "./read-along.js";
import { makeSentences } from "./sentences.js";
import { fromPage, lastBegun } from "./timeline.js";

/** @typedef {import("./timeline.js").Episode} Episode */

const STEP_MS = 10000;
const WORTH_RESUMING_MS = 5000;

/**
 * `<audionews-player>` around an `<audio>` and its timings.
 * `text` selects what holds the sentences of the page; `small` leaves only play and seek.
 */
export class Player extends HTMLElement {
  /** @type {Episode} */
  episode;
  /** @type {HTMLAudioElement} */
  audio;
  /** @type {ReadAlong | null} */
  along = null;
  /** @type {Controls} */
  controls;

  connectedCallback() {
    if (!this.controls) this.begin();
  }

  /** Take over what the page has. */
  begin() {
    const data = this.querySelector("script")?.textContent;
    const audio = this.querySelector("audio");
    if (!audio) return;
    const { duration, title } = this.dataset;
    this.episode = fromPage(data ? JSON.parse(data) : { chapters: [], cues: [], duration: Number(duration), title });
    this.start(audio, document.querySelector(this.getAttribute("text") ?? ":not(*)"), own);
  }

  /** Now, in ms. */
  get now() {
    return this.audio.currentTime * 1000;
  }

  /** How long it is, in ms. */
  get length() {
    const { duration } = this.audio;
    return duration < Infinity ? duration * 1000 : this.episode.duration;
  }

  async play() {
    for (const other of document.querySelectorAll("audio")) if (other !== this.audio) other.pause();
    try {
      await this.audio.play();
    } catch {
      // The error event tells; a pause before the sound came is no error.
    }
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  /** @param {number} ms */
  seek(ms) {
    this.audio.currentTime = Math.min(Math.max(ms, 0), this.length) / 1000;
    if (this.along) {
      this.along.tick();
      this.along.wake();
    }
    this.controls.update();
  }

  /** @param {number} steps */
  step(steps) {
    this.seek(this.now + steps * STEP_MS);
  }

  /** Go to the sentence or chapter that many further; back first goes to the start of this one. @param {"cues" | "chapters"} kind @param {number} by */
  skip(kind, by) {
    const entries = this.episode[kind];
    const here = lastBegun(entries, this.now + 50);
    const into = this.now - (entries[here]?.start ?? 0);
    const to = by < 0 && into > 2000 ? here : here + by;
    if (to < entries.length) this.seek(entries[Math.max(to, 0)]?.start ?? 0);
  }

  /** @param {number} cue */
  listenFrom(cue) {
    this.seek(this.episode.cues[cue].start);
    this.play();
  }

  /** @param {number} rate */
  setSpeed(rate) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = rate;
    this.#prefer({ rate });
    this.controls.say(fill(words.speedNow, { speed: rate.toLocaleString(words.locale) }));
  }

  /** @param {number} by */
  stepSpeed(by) {
    const here = SPEEDS.findIndex((speed) => speed >= this.audio.playbackRate);
    this.setSpeed(SPEEDS[Math.min(Math.max(here + by, 0), SPEEDS.length - 1)]);
  }

  mute() {
    this.audio.muted = !this.audio.muted;
    this.controls.say(this.audio.muted ? words.muted : words.unmuted);
  }

  /** @param {number} volume 0–1 */
  setVolume(volume) {
    this.audio.volume = volume;
    this.audio.muted = false;
    this.#prefer({ volume });
  }

  follow() {
    const { along } = this;
    if (!along) return;
    along.following = along.asleep || !along.following;
    if (along.following) along.wake();
    this.#prefer({ follow: along.following });
    this.controls.say(along.following ? words.following : words.notFollowing);
    this.controls.update();
  }

  /** Open a dialog, or the search. @param {import("./later.js").Opened} name */
  async open(name) {
    const found = await dialogs(this.audio.src).catch(() => this.controls.say(words.notLoaded));
    found?.[name](this);
  }

  /** Act on a key, unless it is for a field or for the browser. @param {KeyboardEvent} event */
  shortcut(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches("input:not([type=range]), select, textarea, dialog *")) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      k: () => this.toggle(),
      j: () => this.step(-1),
      l: () => this.step(1),
      p: () => this.skip(event.shiftKey ? "chapters" : "cues", -1),
      n: () => this.skip(event.shiftKey ? "chapters" : "cues", 1),
      "<": () => this.stepSpeed(-1),
      ">": () => this.stepSpeed(1),
      m: () => this.mute(),
      f: () => this.follow(),
      "?": () => this.open("shortcuts"),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /**
   * @param {HTMLAudioElement} audio
   * @param {Element | null} text
   * @param {import("./read-along.js").Finder} find
   */
  start(audio, text, find) {
    this.audio = audio;
    audio.controls = false;
    if (text) this.along = new ReadAlong(text, this.episode.cues, audio, find);
    this.controls = new Controls(this);
    this.addEventListener("keydown", (event) => this.shortcut(event));
    if (text && find === own) this.#readAlong(text);
    if (this.hasAttribute("small")) return;
    this.#restore();
    announceSession(this);
    audio.addEventListener("pause", () => this.#keep());
    audio.addEventListener("ended", () => remember(this.episode.guid, null));
    addEventListener("pagehide", () => this.#keep());
    addEventListener("hashchange", () => this.#fromAddress());
  }

  /** @param {Element} text */
  #readAlong(text) {
    makeSentences(text, (cue) => this.listenFrom(cue));
    text.addEventListener("keydown", (event) => {
      if (!event.composedPath().includes(this)) this.shortcut(/** @type {KeyboardEvent} */ (event));
    });
    document.addEventListener("click", (event) => {
      const link = /** @type {Element} */ (event.target).closest?.("a[data-start]");
      if (!link) return;
      event.preventDefault();
      this.seek(Number(link.getAttribute("data-start")));
      this.play();
    });
  }

  #restore() {
    const { rate = 1, volume = 1, follow = true } = recall("preferences") ?? {};
    this.audio.defaultPlaybackRate = this.audio.playbackRate = rate;
    this.audio.volume = volume;
    if (this.along) this.along.following = follow;
    if (this.#fromAddress()) return;
    const kept = Number(recall(this.episode.guid));
    if (!(kept > WORTH_RESUMING_MS && kept < this.length - WORTH_RESUMING_MS)) return this.controls.update();
    this.seek(kept);
    this.controls.say(fill(words.resumed, { time: clock(kept) }), words.restart, () => {
      this.seek(0);
      remember(this.episode.guid, null);
    });
  }

  /** Go where the address of the page says: `#t=83`. */
  #fromAddress() {
    const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
    if (found) this.seek(Number(found[1]) * 1000);
    return found;
  }

  #keep() {
    if (this.now > 0 && !this.audio.ended) remember(this.episode.guid, Math.round(this.now));
  }

  /** @param {Record<string, unknown>} change */
  #prefer(change) {
    remember("preferences", { ...recall("preferences"), ...change });
  }
}
