/**
 * Escapes every character that Markdown could read as its own, so that text from a file stays text.
 * Line breaks become spaces: a paragraph of ours stays one paragraph.
 */
export function toPlainMarkdown(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~$:@]/g, "\\$&");
}

/** VS Code cuts Markdown after 100,000 characters (measured), which would show half a picture as text. */
const longestImage = 70_000;

/** An image of ours inside Markdown, or nothing where it would be cut. */
export function toMarkdownImage(svg: string, alternative: string): string {
  const data = Buffer.from(svg, "utf8").toString("base64");
  return data.length > longestImage
    ? ""
    : `![${toPlainMarkdown(alternative)}](data:image/svg+xml;base64,${data})`;
}
