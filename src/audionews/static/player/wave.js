// The waveform, for a page that brings none.

import { picture } from "./icons.js";

/**
 * Return a waveform.
 * @param {number[]} peaks 0–100; none where nobody measured
 */
export function wave(peaks) {
  const bars = peaks.length ? peaks : Array(200).fill(0);
  const path = bars.map((peak, n) => `M${3 * n + 1} ${50 - Math.max(2, peak >> 1)}v${2 * Math.max(2, peak >> 1)}`).join("");
  const svg = picture(`0 0 ${3 * bars.length} 100`, path, "wave");
  svg.setAttribute("preserveAspectRatio", "none");
  return svg;
}
