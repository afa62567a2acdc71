/** A quick look at the extension in the real VS Code: one picture, from the command line. See README.md. */
import { parseArgs } from "node:util";
import { projectRoot } from "./places.mjs";
import { openVsCode } from "./session.mjs";
import { setUpVsCode } from "./setup.mjs";
import { pause } from "./waiting.mjs";

const { values } = parseArgs({
  options: {
    extension: { type: "string", default: projectRoot },
    workspace: { type: "string", default: "media/demo" },
    open: { type: "string", multiple: true, default: [] },
    command: { type: "string", multiple: true, default: [] },
    pick: { type: "string", multiple: true, default: [] },
    hover: { type: "string" },
    setting: { type: "string", multiple: true, default: [] },
    theme: { type: "string", default: "dark" },
    gpu: { type: "string", default: "none" },
    wait: { type: "string", default: "1" },
    out: { type: "string", default: "out/look.png" },
  },
});

await setUpVsCode();
const settings = Object.fromEntries(
  values.setting.map((text) => {
    const [key, json] = text.split(/=(.*)/s);
    return [key, JSON.parse(json)];
  }),
);
const session = await openVsCode({ ...values, settings });
try {
  for (const file of values.open) await session.openFile(file);
  for (const title of values.command) await session.command(title);
  for (const label of values.pick) await session.pick(label);
  if (values.hover !== undefined) {
    const [line, column] = values.hover.split(":").map(Number);
    console.log((await session.hover(line, column)).text);
  }
  await pause(1000 * Number(values.wait));
  await session.screenshot(values.out);
  console.log(values.out);
} finally {
  for (const { text, address } of session.health.consoleErrors()) {
    console.error(`console: ${text} ${address}`);
  }
  for (const address of session.health.outsideRequests()) console.error(`asked for: ${address}`);
  await session.close();
}
process.exit();
