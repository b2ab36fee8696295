/* All stores on one map. */

import { given } from "./core.js";
import { createMap } from "./map.js";

const parent = document.getElementById("map");
createMap(parent, { height: 560, label: parent.dataset.label, markers: given("markers") });
