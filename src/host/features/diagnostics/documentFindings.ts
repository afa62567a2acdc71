/** What diagnostics need once a model's document is on the screen. */
export { provideCodeActions } from "./codeActions.ts";
export { readFindingsOf } from "./findingsOf.ts";
export { toDiagnostic } from "./toDiagnostic.ts";
export { turnOffRule } from "./turnOffRule.ts";
