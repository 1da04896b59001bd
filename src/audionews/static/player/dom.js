// Elements and what a browser keeps; no markup is ever parsed from a string.

/**
 * Return a new element. A name that begins with `on` is an event; true and false set and leave out an attribute.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Return a style sheet that a page or a shadow can adopt, whatever its policy. @param {string} text */
export function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Return what was kept under a key, or nothing: a sandboxed or private page keeps nothing. @param {string} key */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`audionews:${key}`) ?? "null");
  } catch {
    return null;
  }
}

/** Keep a value on this device; null forgets it. @param {string} key @param {unknown} value */
export function remember(key, value) {
  try {
    localStorage.setItem(`audionews:${key}`, JSON.stringify(value));
  } catch {
    // Nothing is kept, and nothing else depends on it.
  }
}
