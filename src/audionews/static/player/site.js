// The script for other sites: the element, and embeds that get the height they ask for.

import { SitePlayer } from "./element.js";
import { hearHeights } from "./height.js";

if (!customElements.get("audionews-player")) customElements.define("audionews-player", SitePlayer);
hearHeights();
