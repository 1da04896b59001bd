// Pictures that say nothing to a screen reader.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  back: "M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5",
  forward: "M20 12a8 8 0 1 1-2.6-5.9M20 4v4.5h-4.5",
  previousSentence: "M14 6l-6 6 6 6",
  nextSentence: "M10 6l6 6-6 6",
  previousChapter: "M18 6l-6 6 6 6M7 6v12",
  nextChapter: "M6 6l6 6-6 6M17 6v12",
  chapters: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
  follow: "M4 5h16M4 10h16M4 15h9M15 15l5 3-5 3z",
  share: "M12 15V4M8 7.5L12 3.5l4 4M5 12v8h14v-8",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  volume: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  muted: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  up: "M12 19V6M6.5 11L12 5.5l5.5 5.5",
};

/** @typedef {keyof typeof ICONS} Icon */

/** Return an icon. @param {Icon} name */
export function icon(name) {
  return picture("0 0 24 24", ICONS[name], `i-${name}`);
}

/**
 * Return a picture of one path.
 * @param {string} box
 * @param {string} path
 * @param {string} name
 */
export function picture(box, path, name) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.setAttribute("viewBox", box);
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  return svg;
}
