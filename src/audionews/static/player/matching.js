// A site's own article: where the sentences that are heard stand in it.

import { Flat, lastUpTo } from "./text.js";

const LONG = 24;

/**
 * Find each sentence in a text that may be set in other quotes, spaces and elements; those that are not there have no home.
 * Long sentences are found first: they cannot be mistaken, and short ones must stand between them.
 * @type {import("./read-along.js").Finder}
 */
export function matched(root, cues) {
  const flat = new Flat(root);
  const there = letters(flat.text);
  const heres = cues.map((cue) => letters(cue.text ?? ""));
  const found = cues.map(() => -1);
  for (const long of [true, false]) {
    let from = 0;
    heres.forEach(({ kept }, n) => {
      if (found[n] < 0 && kept && kept.length >= LONG === long) {
        const until = found.find((place, later) => later > n && place >= 0) ?? there.kept.length;
        const place = there.kept.indexOf(kept, from);
        if (place >= 0 && place + kept.length <= until) found[n] = place;
      }
      if (found[n] >= 0) from = found[n] + kept.length;
    });
  }
  return (n) => {
    const place = found[n];
    if (place < 0) return null;
    const { starts } = heres[n];
    return {
      flat,
      length: cues[n].text?.length ?? 0,
      at: (start) => there.starts[place + lastUpTo(starts, start - 1) + 1],
      until: (end) => there.ends[place + lastUpTo(starts, end - 1)],
      element: null,
    };
  };
}

/**
 * Return only the letters and digits of a text, in lower case, and where each begins and ends in it: what a sentence keeps
 * when a site sets it in its own quotes, dashes, spaces and elements.
 * @param {string} text
 */
export function letters(text) {
  let kept = "";
  const starts = [];
  const ends = [];
  for (const { 0: letter, index } of text.matchAll(/[\p{L}\p{N}]\p{M}*/gu)) {
    const plain = letter.normalize("NFC").toLowerCase();
    kept += plain;
    for (let n = 0; n < plain.length; n++) {
      starts.push(index);
      ends.push(index + letter.length);
    }
  }
  return { kept, starts, ends };
}
