import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { commandIds } from "../../../src/host/platform/commandIds.ts";
import { settingKeys, toSettings } from "../../../src/host/platform/settings.ts";
import { viewIds } from "../../../src/host/platform/viewIds.ts";

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly views: { readonly poslens: readonly { readonly id: string }[] };
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string } }[];
    }[];
  };
}

interface Property {
  readonly default: unknown;
  readonly enum?: readonly string[];
}

const manifestText = readFileSync("package.json", "utf8");
const { contributes, icon } = JSON.parse(manifestText) as Manifest;
const properties = contributes.configuration.properties;

describe("package.json", () => {
  it("contributes exactly the commands that are registered", () => {
    const contributed = contributes.commands.map(({ command }) => command);
    expect(contributed.toSorted()).toEqual([...commandIds].toSorted());
  });

  it("names only contributed commands in menus", () => {
    const inMenus = Object.values(contributes.menus).flatMap((menu) =>
      menu.map(({ command }) => command),
    );
    expect(
      inMenus.filter((command) => !(commandIds as readonly string[]).includes(command)),
    ).toEqual([]);
  });

  it("contributes exactly the settings that have a reader", () => {
    const read = settingKeys.map((key) => `poslens.${key}`);
    expect(Object.keys(properties).toSorted()).toEqual(read.toSorted());
  });

  it("states the defaults that the readers give to an unset value", () => {
    const keys = settingKeys.filter((key) => key !== "models.exclude");
    const unset = toSettings(() => undefined);
    const stated = toSettings((key) => properties[`poslens.${key}`]?.default);
    expect(keys.map((key) => stated[key])).toEqual(keys.map((key) => unset[key]));
  });

  it("offers exactly the backends that the reader takes", () => {
    const offered = properties["poslens.backend"]?.enum ?? [];
    expect(offered.map((backend) => toSettings(() => backend).backend)).toEqual(offered);
  });

  it("contributes exactly the views that are registered", () => {
    const views = contributes.views.poslens.map(({ id }) => id);
    expect(views).toEqual([viewIds.models, viewIds.heatmap]);
    expect(manifestText).toContain(`onWebviewPanel:${viewIds.inspector}`);
  });

  it("has a text for every key, and a use for every text", () => {
    const texts = JSON.parse(readFileSync("package.nls.json", "utf8")) as object;
    const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? "");
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(texts).toSorted());
  });

  it("names files that exist", () => {
    const files = [
      icon,
      ...contributes.viewsContainers.activitybar.map((container) => container.icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
