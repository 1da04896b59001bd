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

/** Return `1:23` for a time in ms. @param {number} ms */
export function clock(ms) {
  const all = Math.floor(Math.max(ms, 0) / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = String(seconds).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${two}` : `${minutes}:${two}`;
}

/** Return a time in ms as it is said: « 1 minute 23 », « 12 secondes ». @param {number} ms */
export function spoken(ms) {
  const all = Math.floor(Math.max(ms, 0) / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const parts = [];
  if (hours) parts.push(`${hours} ${hours > 1 ? words.hours : words.hour}`);
  if (minutes) parts.push(`${minutes} ${minutes > 1 ? words.minutes : words.minute}`);
  if (minutes && seconds) parts.push(String(seconds));
  else if (seconds || !parts.length) parts.push(`${seconds} ${seconds > 1 ? words.seconds : words.second}`);
  return parts.join(" ");
}
