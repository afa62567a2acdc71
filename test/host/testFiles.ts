/** Every test file of this folder; a unit test holds the list to the folder. */
const testFiles: readonly (() => Promise<unknown>)[] = [
  () => import("./activation.test.ts"),
  () => import("./checkpoint.test.ts"),
  () => import("./diagnostics.test.ts"),
  () => import("./hovers.test.ts"),
  () => import("./inspector.test.ts"),
  () => import("./lens.test.ts"),
  () => import("./models.test.ts"),
  () => import("./pythonDiagnostics.test.ts"),
];

/** Loads them one after the other; mocha's globals must be there. */
export async function loadTestFiles(): Promise<void> {
  for (const load of testFiles) await load();
}
