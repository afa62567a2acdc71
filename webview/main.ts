/** Entry of both webviews: the page says in `data-view` which one it is. */
import { ahead } from "./app/firstQuestions.ts";
import { startApp } from "./app/start.ts";
import { registerToolkit } from "./platform/toolkit.ts";
import "./styles/base.css";
import "./styles/inspector.css";
import "./styles/figures.css";
import "./styles/tables.css";
import "./styles/curves.css";
import "./styles/tensors.css";
import "./styles/words.css";

registerToolkit();
const root = document.getElementById("app") ?? document.body;
startApp(root, ahead, document.body.dataset["view"] === "heatmap" ? "heatmap" : "inspector");
