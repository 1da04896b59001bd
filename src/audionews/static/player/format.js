// Values in words.

import { words } from "./words.js";

/**
 * Put values into a label: `{time}` becomes `values.time`.
 * @param {string} label
 * @param {Record<string, string | number>} values
 */
export function fill(label, values) {
  return label.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Return hours, minutes and seconds of a time in ms. @param {number} ms */
function parts(ms) {
  const all = Math.floor(Math.max(ms, 0) / 1000);
  return [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
}

/** Return `1:23` for a time in ms. @param {number} ms */
export function clock(ms) {
  const [hours, ...rest] = parts(ms);
  const [minutes, seconds] = rest.map((part) => String(part).padStart(2, "0"));
  return hours ? `${hours}:${minutes}:${seconds}` : `${rest[0]}:${seconds}`;
}

/** Return a time in ms as it is said: « 1 minute 23 », « 12 secondes ». @param {number} ms */
export function spoken(ms) {
  const [hours, minutes, seconds] = parts(ms);
  /** @type {[number, string][]} */
  const units = [[hours, "hour"], [minutes, "minute"], [seconds, "second"]];
  const said = units.filter(([count]) => count).map(([count, unit]) => `${count} ${words[unit + (count > 1 ? "s" : "")]}`);
  if (minutes && seconds) said.splice(-1, 1, String(seconds));
  return said.join(" ") || `0 ${words.second}`;
}
