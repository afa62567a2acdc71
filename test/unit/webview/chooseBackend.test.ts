import { describe, expect, it } from "vitest";
import type { BackendSetting } from "../../../src/protocol/contract.ts";
import { type BackendPort, chooseBackend } from "../../../webview/gpu/chooseBackend.ts";

const hardware = { name: "NVIDIA ada", isSoftware: false };
const software = { name: "SwiftShader (software)", isSoftware: true };

describe("choice of the backend", () => {
  it("prefers a hardware adapter", async () => {
    const { status, activated } = await choose("auto", { adapter: hardware });
    expect(status).toEqual({ backend: "webgpu", adapter: "NVIDIA ada", passedOver: [] });
    expect(activated).toEqual(["webgpu"]);
  });

  it("takes wasm where WebGPU has no adapter, and says so", async () => {
    const { status } = await choose("auto", { adapter: null });
    expect(status.backend).toBe("wasm");
    expect(status.passedOver).toEqual([{ backend: "webgpu", reason: "no adapter here" }]);
  });

  it("takes a software adapter only when it is asked for by name", async () => {
    const auto = await choose("auto", { adapter: software });
    expect(auto.status.backend).toBe("wasm");
    expect(auto.status.passedOver[0]?.reason).toMatch(/software adapter/);
    expect(auto.activated).toEqual(["wasm"]);
    const plain = await choose("webgpu", { adapter: software });
    expect(plain.status.backend).toBe("wasm");
    const asked = await choose("webgpu-software", { adapter: software });
    expect(asked.status).toMatchObject({ backend: "webgpu", adapter: software.name });
  });

  it("passes over a backend that does not start, throws, or computes wrongly", async () => {
    const silent = await choose("auto", { adapter: hardware, refuses: ["webgpu"] });
    expect(silent.status.passedOver[0]?.reason).toBe("it did not start");
    const broken = await choose("auto", { adapter: hardware, throws: ["webgpu"] });
    expect(broken.status.passedOver[0]?.reason).toBe("webgpu is broken");
    const wrong = await choose("auto", { adapter: hardware, wrong: ["webgpu", "wasm"] });
    expect(wrong.status.backend).toBe("cpu");
    expect(wrong.status.passedOver.map(({ backend }) => backend)).toEqual(["webgpu", "wasm"]);
    expect(wrong.status.passedOver[1]?.reason).toMatch(/self-check failed: matmul/);
  });

  it("does not try what the setting leaves out", async () => {
    const wasm = await choose("wasm", { adapter: hardware });
    expect(wasm.activated).toEqual(["wasm"]);
    expect(wasm.status.passedOver[0]?.reason).toMatch(/poslens.backend is "wasm"/);
    const cpu = await choose("cpu", { adapter: hardware });
    expect(cpu.activated).toEqual(["cpu"]);
  });

  it("does not go back to a backend that was lost", async () => {
    const port = portOf({ adapter: hardware });
    const reason = "the GPU was lost twice";
    const status = await chooseBackend("auto", port, [{ backend: "webgpu", reason }]);
    expect(status.backend).toBe("wasm");
    expect(status.passedOver).toEqual([{ backend: "webgpu", reason }]);
  });

  it("fails with all reasons where nothing works", async () => {
    const all = ["webgpu", "wasm", "cpu"];
    await expect(choose("auto", { adapter: null, wrong: all })).rejects.toThrow(/wasm: .*cpu: /);
  });
});

interface Machine {
  readonly adapter: typeof hardware | null;
  readonly refuses?: readonly string[];
  readonly throws?: readonly string[];
  readonly wrong?: readonly string[];
}

function portOf(machine: Machine): BackendPort & { readonly activated: string[] } {
  const activated: string[] = [];
  return {
    activated,
    findAdapter: async () => machine.adapter,
    async activate(name) {
      activated.push(name);
      if (machine.throws?.includes(name) === true) throw new Error(`${name} is broken`);
      return machine.refuses?.includes(name) !== true;
    },
    async check() {
      const passed = machine.wrong?.includes(activated.at(-1) ?? "") !== true;
      return { passed, lines: ["matmul 37×19×53"] };
    },
  };
}

async function choose(
  setting: BackendSetting,
  machine: Machine,
): Promise<{ status: Awaited<ReturnType<typeof chooseBackend>>; activated: readonly string[] }> {
  const port = portOf(machine);
  return { status: await chooseBackend(setting, port), activated: port.activated };
}
