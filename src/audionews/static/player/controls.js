// What the player shows: built once, then brought up to date; the page around it sees none of its elements.

import { el, sheetOf } from "./dom.js";
import { clock, fill, spoken } from "./format.js";
import { icon } from "./icons.js";
import { lastBegun } from "./timeline.js";
import { words } from "./words.js";

/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("./icons.js").Icon} Icon */

const STYLE = "./player.css";
const ARROW_MS = 5000;
export const SPEEDS = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const UPDATES = ["timeupdate", "play", "pause", "ratechange", "volumechange", "loadedmetadata"];

/** The controls of a player, in its shadow root. */
export class Controls {
  /** @type {HTMLInputElement} */ slider;
  /** @type {HTMLInputElement} */ volume;
  /** @type {HTMLSelectElement} */ speed;
  /** @type {HTMLButtonElement} */ playButton;
  /** @type {HTMLButtonElement} */ muteButton;
  /** @type {HTMLButtonElement} */ followButton;
  /** @type {HTMLElement} */ bar;
  /** @type {HTMLElement} */ box;
  elapsed = el("span");
  remaining = el("span");
  chapterNow = el("span", { class: "now" });
  status = el("span", { role: "status" });
  action = el("button", { hidden: true });
  /** @type {HTMLButtonElement[]} */ chapterItems = [];
  /** @type {Record<"box" | "time" | "follow" | "play", HTMLElement> | undefined} */ mini;
  seen = true;
  held = false;

  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.root = player.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheetOf(STYLE)];
    this.small = player.hasAttribute("small");
    this.root.append(this.#build());
    if (!this.small && parent === window) this.#addMini();
    for (const name of UPDATES) player.audio.addEventListener(name, () => this.update());
    player.audio.addEventListener("waiting", () => this.say(words.loading));
    player.audio.addEventListener("playing", () => this.say(""));
    player.audio.addEventListener("canplay", () => this.status.textContent === words.loading && this.say(""));
    player.audio.addEventListener("error", () => this.#fail());
    if (player.along) player.along.onchange = () => this.update();
    this.update();
  }

  #build() {
    const { player } = this;
    const title = player.episode.title;
    this.playButton = this.#button("play", "", () => player.toggle(), "play");
    this.playButton.append(icon("pause"));
    const top = el("div", { class: "top" }, this.playButton, this.#seekBar());
    const rest = this.small ? [] : [...this.#tools(), this.#chapterPanel(), this.#morePanel(), this.#note()];
    this.box = el("div", { class: this.small ? "player small" : "player", role: "group", "aria-label": this.small ? title : words.player }, top, ...rest);
    return this.box;
  }

  /** Return a button that shows only its icon. @param {Icon} name @param {string} label @param {() => void} act @param {string} [kind] */
  #button(name, label, act, kind) {
    return el("button", { class: kind, "aria-label": label, title: label, onclick: act }, icon(name));
  }

  /** Return a button that shows its label. @param {Icon} name @param {string} label @param {() => void} act @param {object} [more] */
  #labelled(name, label, act, more) {
    return el("button", { onclick: act, ...more }, icon(name), el("span", {}, label));
  }

  /** Return a button that opens the panel of that id. @param {"chapters" | "more"} id @param {string} label */
  #opener(id, label) {
    const opener = this.#labelled(id, label, () => this.#fold(opener), { "aria-expanded": "false", "aria-controls": id });
    return opener;
  }

  #seekBar() {
    const { player } = this;
    const waves = ["wave", "wave done"].map((kind) => {
      const copy = /** @type {SVGElement} */ (player.querySelector("svg")?.cloneNode(true));
      copy.setAttribute("class", kind);
      return copy;
    });
    this.slider = el("input", {
      type: "range", min: "0", step: "1", max: "0", value: "0", "aria-label": words.position,
      oninput: () => this.#drag(true),
      onchange: () => this.#drag(false),
      onfocus: () => this.#tellSlider(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#slide(event),
    });
    const hidden = (/** @type {string} */ text) => el("span", { class: "visually-hidden" }, `${text} `);
    const times = el(
      "div", { class: "times" },
      el("span", {}, hidden(words.elapsed), this.elapsed), el("span", {}, hidden(words.remaining), this.remaining),
    );
    this.bar = el("div", { class: "bar" }, ...waves, this.slider);
    return el("div", { class: "seek" }, this.bar, times);
  }

  #tools() {
    const { player } = this;
    const skip = (/** @type {"cues" | "chapters"} */ kind, /** @type {Icon} */ name, /** @type {number} */ by) =>
      this.#button(name, words[name], () => player.skip(kind, by));
    const { cues, chapters } = player.episode;
    const several = chapters.length > 1;
    this.speed = el(
      "select", { "aria-label": words.speed, onchange: () => player.setSpeed(Number(this.speed.value)) },
      ...SPEEDS.map((rate) => el("option", { value: rate }, `${rate.toLocaleString(words.locale)} ×`)),
    );
    this.followButton = this.#labelled("follow", words.follow, () => player.follow(), { "aria-pressed": "true" });
    const transport = el(
      "div", { class: "tools transport" },
      ...(several ? [skip("chapters", "previousChapter", -1)] : []),
      ...(cues.length ? [skip("cues", "previousSentence", -1)] : []),
      this.#button("back", words.back, () => player.step(-1), "ten"),
      this.#button("forward", words.forward, () => player.step(1), "ten"),
      ...(cues.length ? [skip("cues", "nextSentence", 1)] : []),
      ...(several ? [skip("chapters", "nextChapter", 1)] : []),
    );
    const menus = el(
      "div", { class: "tools" },
      ...(several ? [this.#opener("chapters", words.chapters)] : []),
      this.speed,
      ...(player.along ? [this.followButton] : []),
      ...(player.episode.url ? [this.#labelled("share", words.share, () => player.open("share"))] : []),
      this.#opener("more", words.more),
    );
    return [transport, menus];
  }

  #chapterPanel() {
    const { player } = this;
    const go = (/** @type {number} */ start) => {
      player.seek(start);
      player.play();
    };
    this.chapterItems = player.episode.chapters.map(({ start, title }) =>
      el("button", { onclick: () => go(start) }, el("span", { class: "time" }, clock(start)), title),
    );
    const list = el("ol", {}, ...this.chapterItems.map((item) => el("li", {}, item)));
    return el("div", { class: "panel", id: "chapters", hidden: true, role: "group", "aria-label": words.chapters }, list);
  }

  #morePanel() {
    const { player } = this;
    this.muteButton = this.#button("volume", "", () => player.mute(), "mute");
    this.muteButton.append(icon("muted"));
    this.volume = el("input", {
      type: "range", min: "0", max: "100", step: "5", "aria-label": words.volume,
      oninput: () => player.setVolume(Number(this.volume.value) / 100),
    });
    const name = player.audio.src.split("/").pop();
    const download = el("a", { class: "button", href: player.audio.src, download: name }, words.download);
    return el(
      "div", { class: "panel", id: "more", hidden: true, role: "group", "aria-label": words.moreOptions },
      el("div", { class: "tools" }, el("span", { class: "volume" }, this.muteButton, this.volume), download,
        el("button", { onclick: () => player.open("report") }, words.report),
        el("button", { onclick: () => player.open("shortcuts") }, words.shortcuts)),
      el("p", { class: "kept" }, words.kept),
    );
  }

  #note() {
    return el("p", { class: "note" }, this.chapterNow, this.status, this.action);
  }

  #addMini() {
    const { player } = this;
    const play = this.#button("play", words.play, () => player.toggle(), "play");
    play.append(icon("pause"));
    const time = el("span", { class: "time" });
    const follow = this.#labelled("follow", words.followBack, () => player.along?.wake());
    const up = () => {
      player.scrollIntoView({ block: "center" });
      this.playButton.focus({ preventScroll: true });
    };
    const box = el(
      "div", { class: "mini", role: "region", "aria-label": words.mini, hidden: true },
      play, this.#button("back", words.back, () => player.step(-1), "ten"), time,
      el("span", { class: "title" }, player.episode.title), follow, this.#button("up", words.toPlayer, up),
    );
    this.mini = { box, time, follow, play };
    this.root.append(box);
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.seen = isIntersecting;
      this.update();
    }).observe(player);
  }

  /** Bring everything that is shown up to date. */
  update() {
    const { player } = this;
    const { audio, along, episode } = player;
    const now = Math.min(player.now, player.length);
    for (const button of [this.playButton, this.mini?.play]) {
      const label = audio.paused ? words.play : words.pause;
      name(button, this.small ? `${label} – ${episode.title}` : label);
      button?.classList.toggle("on", !audio.paused);
    }
    if (!this.held) this.#show(now);
    if (this.small) return;
    this.speed.value = String(audio.playbackRate);
    this.volume.value = String(Math.round(audio.volume * 100));
    name(this.muteButton, audio.muted ? words.unmute : words.mute);
    this.muteButton.classList.toggle("on", audio.muted);
    this.followButton.setAttribute("aria-pressed", String(Boolean(along?.following && !along.asleep)));
    const chapter = lastBegun(episode.chapters, now);
    if (this.chapterItems.length > 1) this.chapterNow.textContent = episode.chapters[chapter]?.title ?? "";
    this.chapterItems.forEach((item, n) => item.setAttribute("aria-current", String(n === chapter)));
    this.#showMini(now);
  }

  /** How long it is, in ms, to the second that the page says. */
  get #length() {
    return Math.round(this.player.length / 1000) * 1000;
  }

  /** @param {number} now */
  #show(now) {
    const length = this.#length;
    this.elapsed.textContent = clock(now);
    this.remaining.textContent = `−${clock(length - Math.floor(now / 1000) * 1000)}`;
    this.bar.style.setProperty("--at", `${length ? (100 * now) / length : 0}%`);
    if (this.root.activeElement !== this.slider) this.#tellSlider();
  }

  /** Tell the slider where we are; while it has the focus only what the reader does tells, or a screen reader never stops. */
  #tellSlider(ms = this.player.now) {
    const { slider } = this;
    slider.max = String(this.#length / 1000);
    slider.value = String(Math.floor(ms / 1000));
    const [now, all] = [spoken(ms), spoken(this.#length)];
    slider.setAttribute("aria-valuetext", fill(words.positionText, { now, all }));
  }

  /** @param {boolean} held */
  #drag(held) {
    const ms = Number(this.slider.value) * 1000;
    this.held = held;
    if (held) {
      this.#show(ms);
      this.#tellSlider(ms);
    } else this.player.seek(ms);
  }

  /** Go five seconds by an arrow, a second is too little; other keys are the browser's. @param {KeyboardEvent} event */
  #slide(event) {
    this.#tellSlider();
    const by = { ArrowRight: ARROW_MS, ArrowUp: ARROW_MS, ArrowLeft: -ARROW_MS, ArrowDown: -ARROW_MS }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.player.seek(this.player.now + by);
    this.#tellSlider();
  }

  /** Open or close the panel that a button controls. @param {HTMLElement} button */
  #fold(button) {
    const panel = /** @type {HTMLElement} */ (this.root.getElementById(button.getAttribute("aria-controls") ?? ""));
    panel.hidden = !panel.hidden;
    if (panel.id === "more" && this.player.along) this.player.open("search");
    button.setAttribute("aria-expanded", String(!panel.hidden));
    panel.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.#fold(button);
      button.focus();
    };
  }

  /** @param {number} now */
  #showMini(now) {
    if (!this.mini) return;
    const shown = !this.seen && (now > 0 || !this.player.audio.paused);
    this.mini.box.hidden = !shown;
    document.documentElement.style.setProperty("--audionews-mini", shown ? "4.5rem" : "0rem");
    this.mini.time.textContent = `${clock(now)} / ${clock(this.#length)}`;
    this.mini.follow.hidden = !this.player.along?.asleep;
  }

  /**
   * Say something once, to the eye and to a screen reader.
   * @param {string} text
   * @param {string} [label] of a button beside it
   * @param {() => void} [act]
   */
  say(text, label = "", act = () => {}) {
    if (!this.status.isConnected) this.box.append(this.#note());
    this.status.textContent = text;
    this.action.hidden = !label;
    this.action.textContent = label;
    this.action.onclick = () => {
      act();
      this.say("");
      this.playButton.focus();
    };
  }

  #fail() {
    const { player } = this;
    this.say(words.failed, words.retry, () => {
      const { now } = player;
      player.audio.load();
      player.seek(now);
      player.play();
    });
  }
}

/** @param {HTMLElement | undefined} button @param {string} label */
function name(button, label) {
  if (!button || button.title === label) return;
  button.title = label;
  button.setAttribute("aria-label", label);
}
