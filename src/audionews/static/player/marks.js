// Marks over a text (CSS Custom Highlight API).

/**
 * Mark ranges; a browser without highlights shows the sentence by its `aria-current` alone.
 * @param {string} name
 * @param {Range[]} ranges
 */
export function paint(name, ranges) {
  if (!CSS.highlights) return;
  const mark = new Highlight(...ranges);
  mark.priority = Number(name === "word" || name === "here");
  CSS.highlights.set(`audionews-${name}`, mark);
}
