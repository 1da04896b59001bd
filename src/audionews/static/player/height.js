// A page that shows embeds gives each the height that it tells.

/** Give embeds on this page the height that they tell. */
export function hearHeights() {
  addEventListener("message", ({ data, source }) => {
    if (data?.type !== "audionews:height" || !(data.height > 0 && data.height < 20000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
    }
  });
}
