// The text that is read: the sentence and the word that are heard are marked in it, without touching its elements.

import { paint } from "./marks.js";
import { Flat } from "./text.js";
import { lastBegun } from "./timeline.js";

/** @typedef {import("./timeline.js").Cue} Cue */
/** @typedef {(root: Element, cues: Cue[]) => (cue: number) => Home | null} Finder finds where a sentence stands */
/** @typedef {{ flat: Flat, length: number, at: (place: number) => number, until: (place: number) => number, element: HTMLElement | null }} Home */

/** How soon a scroll of ours begins, and how long it may seem to rest on its way. */
const OUR_SCROLL_MS = 900;
const OUR_REST_MS = 300;
/** Where colours are forced every highlight looks the same: the word is marked, the sentence is underlined by `aria-current`. */
const FORCED = matchMedia("(forced-colors: active)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Marks what is heard in the text of a page. */
export class ReadAlong {
  /**
   * @param {Element} root holds the text
   * @param {Cue[]} cues
   * @param {HTMLAudioElement} audio
   * @param {Finder} find
   */
  constructor(root, cues, audio, find) {
    this.root = root;
    this.cues = cues;
    this.audio = audio;
    this.following = true;
    this.asleep = false;
    this.onchange = () => {};
    this.cue = -1;
    this.word = -1;
    this.find = find(root, cues);
    /** @type {(Home | null)[]} */
    this.homes = [];
    this.timer = 0;
    this.ours = 0;
    for (const name of ["play", "playing", "seeked", "ratechange", "pause"]) {
      audio.addEventListener(name, () => this.tick());
    }
    for (const name of ["wheel", "touchmove"]) addEventListener(name, () => this.#sleep(), { passive: true });
    addEventListener("scroll", () => this.#scrolled(), { passive: true, capture: true });
  }

  /** Mark what is heard now, and come again when the next word begins. */
  tick() {
    clearTimeout(this.timer);
    const now = this.audio.currentTime * 1000 + 1;
    const cue = lastBegun(this.cues, now);
    const word = cue < 0 || now >= this.cues[cue].end ? -1 : lastBegun(this.cues[cue].words, now);
    if (cue !== this.cue || word !== this.word) this.#mark(cue, word);
    if (this.audio.paused || this.audio.ended) return;
    const next = this.#nextAfter(now, cue, word);
    this.timer = setTimeout(() => this.tick(), Math.max(1, (next - now) / this.audio.playbackRate));
  }

  /** @param {number} now @param {number} cue @param {number} word */
  #nextAfter(now, cue, word) {
    const here = this.cues[cue];
    const times = [here?.words[word + 1]?.start, here?.end, this.cues[cue + 1]?.start].filter((time) => time > now);
    return Math.min(now + 500, ...times);
  }

  /** @param {number} cue @param {number} word */
  #mark(cue, word) {
    const moved = cue !== this.cue;
    if (moved) this.home(this.cue)?.element?.removeAttribute("aria-current");
    [this.cue, this.word] = [cue, word];
    const home = this.home(cue);
    const { at, length } = this.cues[cue]?.words[word] ?? { at: 0, length: 0 };
    paint("word", home && length ? [home.flat.range(home.at(at), home.until(at + length))] : []);
    if (!moved) return;
    home?.element?.setAttribute("aria-current", "true");
    const sentence = this.sentence(cue);
    paint("sentence", sentence && !FORCED.matches ? [sentence] : []);
    if (!this.audio.paused) this.reveal();
    this.onchange();
  }

  /** Return where a sentence stands on the page, or nothing. @param {number} cue @returns {Home | null} */
  home(cue) {
    if (!this.cues[cue]) return null;
    return (this.homes[cue] ??= this.find(cue));
  }

  /** Return the range of a sentence, or nothing. @param {number} cue */
  sentence(cue) {
    const home = this.home(cue);
    return home && home.flat.range(home.at(0), home.until(home.length));
  }

  /** Return the sentence that a range stands in, or the one after it. @param {Range} range */
  cueAt(range) {
    const cue = this.cues.findIndex((_, n) => (this.sentence(n)?.compareBoundaryPoints(Range.START_TO_END, range) ?? 0) > 0);
    return Math.max(cue, 0);
  }

  /** Scroll to what is heard when it is out of sight, unless the reader looks elsewhere. */
  reveal() {
    if (!this.following || this.asleep) return;
    const sentence = this.sentence(this.cue);
    if (sentence) this.show(sentence);
  }

  /** Scroll a range into the quieter middle of what is seen, if it is not there. @param {Range} range */
  show(range) {
    const box = range.getBoundingClientRect();
    if (!box.height) return;
    const pane = scroller(range.startContainer.parentElement);
    const top = pane ? pane.getBoundingClientRect().top : 0;
    const height = pane ? pane.clientHeight : innerHeight;
    if (box.top >= top + height * 0.1 && box.bottom <= top + height * 0.75) return;
    this.ours = performance.now() + OUR_SCROLL_MS;
    const by = box.top - top - height * 0.3;
    const behavior = CALM.matches || Math.abs(by) > 2 * height ? "instant" : "smooth";
    (pane ?? window).scrollBy({ top: by, behavior });
  }

  /** Follow again. */
  wake() {
    this.asleep = false;
    this.reveal();
    this.onchange();
  }

  /** Tell our own scrolling, which lasts as long as the browser likes, from the reader's. */
  #scrolled() {
    const now = performance.now();
    if (now < this.ours) this.ours = Math.max(this.ours, now + OUR_REST_MS);
    else this.#sleep();
  }

  #sleep() {
    if (this.asleep || !this.following || this.audio.paused) return;
    this.asleep = true;
    this.onchange();
  }
}

/**
 * Find the sentences of a page of ours: each has an element.
 * @type {Finder}
 */
export function own() {
  const same = (/** @type {number} */ place) => place;
  return (cue) => {
    const element = document.getElementById(`phrase-${cue}`);
    if (!element) return null;
    const flat = new Flat(element);
    return { flat, length: flat.text.length, at: same, until: same, element };
  };
}

/** Return what scrolls around an element, when it is not the page. @param {Element | null} element */
function scroller(element) {
  for (; element && element !== document.body; element = element.parentElement) {
    if (element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
  }
  return null;
}
