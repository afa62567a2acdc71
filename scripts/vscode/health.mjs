/**
 * What VS Code itself complains of when it has neither the Internet nor its native modules.
 * Narrow, so that nothing of ours is ever taken for it.
 */
const ofVsCode = [
  /open-vsx\.org|events\.data\.microsoft\.com|default\.exp-tas\.com/,
  /\/vsda\/rust\/web\/vsda|Cannot find module '[./]*build\/Release\/(watchdog|vscode-sqlite3)/,
  /Timed out waiting for authentication provider/,
  /\[lifecycle\] Long running operations during shutdown/,
  // A window that is going away can no longer write its own log.
  /Unable to write file 'vscode-log:/,
  // It saves its own settings.json while extensions are still starting.
  /Aborted onWillSaveTextDocument-event/,
  /allow-scripts and allow-same-origin for its sandbox/,
];

/**
 * Notes what the window, its webviews and their workers complain of and whom they call.
 * @param {import("playwright-core").Page} page
 */
export function watchHealth(page) {
  /** @type {{ text: string, address: string }[]} */
  const complaints = [];
  /** @type {string[]} */
  const requests = [];
  const note = (text, address = "") => complaints.push({ text, address });
  page.on("console", (message) => {
    if (message.type() === "error") note(message.text(), message.location().url);
  });
  page.on("pageerror", (error) => note(error.stack ?? String(error)));
  page.on("crash", () => note("the page crashed"));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isLocal =
      !/^(https?|wss?):$/.test(protocol) ||
      hostname === "127.0.0.1" ||
      // An address of a webview's own files: VS Code's service worker answers it, no network does.
      hostname.endsWith(".vscode-resource.vscode-cdn.net");
    if (!isLocal) requests.push(request.url());
  });
  return {
    /** Errors on the console that are not VS Code's own: `{ text, address }`. */
    consoleErrors: () => complaints.filter((complaint) => !isOfVsCode(complaint)),
    /** Addresses of other machines that were asked for, less those of VS Code itself. */
    outsideRequests: () => requests.filter((address) => !isOfVsCode({ text: address, address })),
  };
}

function isOfVsCode({ text, address }) {
  return ofVsCode.some((pattern) => pattern.test(text) || pattern.test(address));
}
