import type { Setting } from "../documents/setting.ts";
import { lengthRequest } from "../engines/engine.ts";
import { verdictOf } from "../engines/engineVersion.ts";
import { engineById } from "../engines/registry.ts";
import type { ConfigReading } from "../models/configReading.ts";
import { schemeLabel } from "../positions/registry.ts";
import { unseenAtLength } from "../positions/unseenAtLength.ts";
import type { UnseenPairs } from "../positions/unseenPairs.ts";
import { numberText } from "../text/numberText.ts";
import { extrapolationSeverity } from "./extrapolationSeverity.ts";
import type { Finding, Fix, Related, Severity } from "./finding.ts";
import type { JsonRule } from "./rule.ts";
import { trainedLiteral } from "./trainedLiteral.ts";

/** A length is asked for that the weights were never trained on. */
export const beyondTrainedLength: JsonRule = {
  id: "PL101",
  name: "beyond-trained-length",
  defaultSeverity: "error",
  summary: "A requested length is beyond the one the model was trained on.",
  reads: "json",
  documents: ["generation_config.json"],
  check({ file, folder, settings }) {
    const reading = folder.config;
    const trained = reading?.spec.lengths.trained;
    if (reading === undefined || trained === undefined || trained <= 0) return [];
    return settings.flatMap((setting) => {
      const request = { setting, length: requestedLength(setting), trained };
      return request.length > trained ? [findingOf(request, reading, file)] : [];
    });
  },
};

interface Request {
  readonly setting: Setting;
  /** Tokens, prompt included. */
  readonly length: number;
  readonly trained: number;
}

/** New tokens follow a prompt of at least one token. */
function requestedLength(setting: Setting): number {
  return setting.kind === "new-tokens" ? setting.value + 1 : setting.value;
}

function findingOf(request: Request, reading: ConfigReading, file: string): Finding {
  const { setting, length } = request;
  const unseen = unseenOf(request, reading);
  const engine = engineById(setting.engine);
  const verdict = engine && verdictOf(engine, { spec: reading.spec }, lengthRequest(length));
  const sentences = [
    lengthSentence(request, reading),
    unseen === undefined ? undefined : unseenSentence(request, reading, unseen),
    reading.spec.lengths.assumed ? assumptionSentence(request, reading) : undefined,
    verdict?.outcome === "qualityRisk" ? `${setting.engine} goes on without an error.` : undefined,
  ];
  return {
    rule: beyondTrainedLength.id,
    name: beyondTrainedLength.name,
    severity: severityOf(request, reading, unseen),
    engine: setting.engine,
    file,
    span: setting.span,
    message: sentences.filter((sentence) => sentence !== undefined).join(" "),
    fixes: [lowerFix(request)],
    related: relatedOf(request, reading),
  };
}

/** A finding that rests on an assumption, or on a scheme without known behaviour, only informs. */
function severityOf(
  { length, trained }: Request,
  { spec }: ConfigReading,
  unseen: UnseenPairs | undefined,
): Severity {
  if (spec.scheme.kind !== "rope" || spec.lengths.assumed || unseen?.unseen === 0) {
    return "information";
  }
  const rotation = spec.scheme.scaling.type === "default" ? "plain" : "extended";
  return extrapolationSeverity(length / trained, rotation);
}

function lengthSentence({ setting, length, trained }: Request, reading: ConfigReading): string {
  const asked =
    setting.kind === "new-tokens"
      ? `${numberText(setting.value)} new tokens, with the shortest prompt ${numberText(length)} in all`
      : `${numberText(length)} tokens`;
  const key = trainedLiteral(reading)?.key;
  const known = reading.spec.lengths.assumed
    ? "taken as this model's trained length"
    : "this model was trained on";
  return (
    `${setting.key} asks for ${asked}, ${ratioText(length / trained)} × the ${numberText(trained)} ` +
    `${known}${key === undefined ? "" : ` (${key})`}.`
  );
}

function unseenSentence(
  { length, trained }: Request,
  { spec }: ConfigReading,
  { unseen, pairs }: UnseenPairs,
): string {
  const label = schemeLabel(spec.scheme);
  if (unseen === 0) {
    return `At ${numberText(length)} tokens none of its ${numberText(pairs)} rotating pairs (${label}) leaves the angles met within ${numberText(trained)}.`;
  }
  return (
    `${numberText(unseen)} of its ${numberText(pairs)} rotating pairs (${label}) did not finish one turn within ` +
    `${numberText(trained)} tokens and reach angles there that training never showed.`
  );
}

function assumptionSentence({ length }: Request, { spec }: ConfigReading): string {
  const { declared } = spec.lengths;
  const within =
    declared !== undefined && length <= declared
      ? ` The config declares ${numberText(declared)}.`
      : "";
  return `That the weights were trained no further is an assumption.${within}`;
}

function unseenOf({ length }: Request, { spec }: ConfigReading): UnseenPairs | undefined {
  return spec.scheme.kind === "rope"
    ? unseenAtLength(spec.lengths, spec.scheme, length)
    : undefined;
}

function lowerFix({ setting, trained }: Request): Fix {
  const value = Math.floor(setting.kind === "new-tokens" ? trained - 1 : trained);
  return {
    title: `Lower ${setting.key} to ${value}`,
    edits: [{ span: setting.span, newText: String(value) }],
    preferred: true,
  };
}

function relatedOf({ trained }: Request, reading: ConfigReading): Related[] {
  const literal = trainedLiteral(reading);
  if (literal === undefined) return [];
  const message = `${literal.key} gives the trained length of ${numberText(trained)} tokens`;
  return [{ file: literal.file, span: literal.span, message }];
}

/** "4.0", "1.06"; a ratio just above 1 never reads as 1. */
function ratioText(ratio: number): string {
  if (ratio >= 10) return numberText(Math.round(ratio));
  return ratio >= 1.095 ? ratio.toFixed(1) : ratio >= 1.005 ? ratio.toFixed(2) : "just over 1";
}
