/* A profile: rows for more attributes. */

import { growing } from "./rows.js";

growing(document.querySelector("[data-rows]"));
