/**
 * Findings of one rule in one document. Nobody reads more, and a hostile file can hold as many misspelt keys
 * as it has bytes: VS Code itself shows at most a thousand problems per file.
 */
export const maxFindings = 200;
