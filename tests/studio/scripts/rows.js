/* Reads trees of conditions from standard input and writes them as they come out of the designer's rows. */
import { readFileSync } from "node:fs";
import { fromTree, toTree } from "../../../static/studio/js/designer/conditions-tree.js";

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((tree) => toTree(fromTree(tree)))));
