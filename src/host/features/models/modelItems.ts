/** What the Models view needs once it is looked at. */
export { findModels } from "../../platform/findModels.ts";
export { readChildren, readModelNode } from "./readNodes.ts";
export { toTreeItem } from "./toTreeItem.ts";
