// The pages of signing in and out: open reply forms ask who is here by now (who.js).

import { keep } from "./drafts.js";

addEventListener("pagehide", () => keep("who", "?"));
