// Text on a page as one string, whatever elements it is spread over, and the way back from places in it to ranges.

/** What is not read; a raised link leads to a note. */
const SKIPPED = "script,style,template,audio,video,noscript,audionews-player,[aria-hidden=true],.visually-hidden,sup>a,a>sup";

/** The text of an element, without what is not read. */
export class Flat {
  /** @param {Element} root */
  constructor(root) {
    /** @type {Text[]} */
    this.nodes = [];
    /** @type {number[]} */
    this.starts = [];
    this.text = "";
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (node instanceof Element) return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      return NodeFilter.FILTER_ACCEPT;
    });
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      this.nodes.push(node);
      this.starts.push(this.text.length);
      this.text += node.data;
    }
  }

  /**
   * Return the range from one place in the text to another.
   * @param {number} start
   * @param {number} end
   */
  range(start, end) {
    const range = new Range();
    const [first, last] = [lastUpTo(this.starts, start), lastUpTo(this.starts, Math.max(end - 1, start))];
    range.setStart(this.nodes[first], start - this.starts[first]);
    range.setEnd(this.nodes[last], end - this.starts[last]);
    return range;
  }
}

/** Return the index of the last number that is not above a value, or -1. @param {number[]} numbers @param {number} value */
export function lastUpTo(numbers, value) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Return a text of the same length without accents and capitals, to search in. @param {string} text */
export function folded(text) {
  return Array.from({ length: text.length }, (_, n) => {
    const [letter] = text[n].normalize("NFD").toLowerCase();
    return letter === "’" ? "'" : /\s/.test(letter) ? " " : letter;
  }).join("");
}
