// Marks over a text (CSS Custom Highlight API).

/**
 * Mark ranges; a browser without highlights shows the sentence by its `aria-current` alone.
 * @param {string} name
 * @param {Range[]} ranges
 */
export function paint(name, ranges) {
  if (ranges.length) CSS.highlights?.set(`audionews-${name}`, new Highlight(...ranges));
  else CSS.highlights?.delete(`audionews-${name}`);
}
