// Reads a file on stdin as a real client does and prints what it found, as JSON.
//   node clients.cjs feed | captions
const { readFileSync } = require("node:fs");

const clients = {
  feed(text) {
    const { parseFeed } = require("podcast-partytime");
    return parseFeed(text, { allowMissingGuid: false });
  },
  captions(text) {
    const { WebVTTParser } = require("webvtt-parser");
    return new WebVTTParser().parse(text, "captions");
  },
};

const log = console.log;
console.log = console.warn = console.info = () => {}; // the parsers chat
log(JSON.stringify(clients[process.argv[2]](readFileSync(0, "utf8"))));
