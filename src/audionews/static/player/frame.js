// An embed tells the page around it how high it is.

/** Tell the page around, now and whenever the height changes. */
export function tellHeight() {
  if (parent === window) return;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ type: "audionews:height", height }, "*");
  }).observe(document.body);
}
