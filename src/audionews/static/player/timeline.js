// The one timeline: when each sentence and word is heard, and where it stands in its sentence's text.

/**
 * @typedef {{ at: number, length: number, start: number, end: number }} Word place in UTF-16 units, times in ms
 * @typedef {{ start: number, end: number, words: Word[], text?: string }} Cue
 * @typedef {{ start: number, end: number, title: string }} Chapter
 * @typedef {{
 *   guid: string, slug: string, voice: string, title: string, show: string, duration: number, url: string, report: string,
 *   embed: string, cover: string, chapters: Chapter[], cues: Cue[], waveform: number[], audio: string,
 * }} Episode
 */

/**
 * Return the episode in the JSON that a page carries.
 * @param {any} data
 * @returns {Episode}
 */
export function fromPage(data) {
  return {
    audio: "",
    waveform: [],
    ...data,
    chapters: data.chapters.map((/** @type {any[]} */ [start, end, title]) => ({ start, end, title })),
    cues: data.cues.map((/** @type {any[]} */ [start, end, numbers]) => {
      const heard = [];
      for (let n = 0; n < numbers.length; n += 4) {
        heard.push({ at: numbers[n], length: numbers[n + 1], start: start + numbers[n + 2], end: start + numbers[n + 3] });
      }
      return { start, end, words: heard };
    }),
  };
}

/**
 * Return the place of the last entry that has begun, or -1.
 * @param {{ start: number }[]} entries in time order
 * @param {number} ms
 */
export function lastBegun(entries, ms) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].start <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
