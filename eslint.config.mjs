import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { borderRules, globalRules } from "./scripts/house/borderRules.mjs";

const typescript = ["**/*.ts"];

export default defineConfig(
  globalIgnores(["dist/", "out/", "node_modules/", "media/", "test/fixtures/", ".vscode-test/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A test of the type is the wrong place to ask for `async`: callers want one promise either way.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["**/*.ts", "**/*.mjs"],
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 60],
      "max-params": ["error", 4],
      "no-console": "off",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["src/**/*.ts", "webview/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
        {
          selector: "FunctionDeclaration > Identifier.params > TSTypeAnnotation > TSBooleanKeyword",
          message: "A caller's `true` says nothing: take a named option or make two functions.",
        },
      ],
    },
  },
  ...borderRules,
  ...globalRules,
  {
    // A describe block is as long as its cases, and a test may break a rule on purpose to see it hold.
    files: ["test/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
