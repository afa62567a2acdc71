import type { PositionScheme, RopeScheme } from "../positions/positionScheme.ts";
import type { ModelLengths } from "./modelSpec.ts";

export interface LengthFacts {
  readonly declared: number | undefined;
  /** Key that declares it. */
  readonly key: string;
  /** The class that filled it in, where the file does not say. */
  readonly classDefaultOf: string | undefined;
  readonly scheme: PositionScheme;
  /** The scaling block says that the weights were trained on with it. */
  readonly finetuned: boolean;
  /** The scheme is a guess from keys. */
  readonly guessed: boolean;
}

/**
 * What the weights were trained on, from what a config says (DESIGN section 2). llama3 and longrope blocks ship
 * with weights that were extended; a yarn, linear or dynamic block says nothing about training.
 */
export function modelLengths(facts: LengthFacts): ModelLengths {
  const { declared, scheme } = facts;
  if (declared === undefined) {
    const evidence = `${facts.key} says no length that can be used`;
    return lengths(facts, { assumed: true, evidence });
  }
  const shown = `${facts.key} ${declared}`;
  if (facts.classDefaultOf !== undefined) {
    const evidence = `the file has no ${facts.key}; ${declared} is the default of ${facts.classDefaultOf}`;
    return lengths(facts, { pretrained: declared, assumed: true, evidence });
  }
  if (scheme.kind === "rope" && scheme.scaling.type !== "default") {
    return scaledLengths(facts, scheme, declared);
  }
  const assumed = scheme.kind !== "rope" || facts.guessed;
  const evidence = assumed
    ? `${shown}, taken as the trained length; how this model type is trained is not known here`
    : `${shown}, with a rotation that nothing scales: what the class declares is what it was trained on`;
  return lengths(facts, { pretrained: declared, assumed, evidence });
}

interface Conclusion {
  readonly pretrained?: number;
  readonly extended?: number;
  readonly assumed: boolean;
  readonly evidence: string;
}

function lengths({ declared }: LengthFacts, conclusion: Conclusion): ModelLengths {
  const { pretrained, extended, assumed, evidence } = conclusion;
  const known = [pretrained, extended].filter((length) => length !== undefined);
  const trained = known.length === 0 ? undefined : Math.max(...known);
  return { declared, pretrained, extended, trained, evidence, assumed };
}

function scaledLengths(facts: LengthFacts, scheme: RopeScheme, declared: number): ModelLengths {
  const { scaling } = scheme;
  switch (scaling.type) {
    case "llama3":
    case "longrope":
      return lengths(facts, {
        pretrained: scaling.originalLength,
        extended: declared,
        assumed: false,
        evidence: `weights with a ${scaling.type} block were extended from ${scaling.originalLength} to ${declared} tokens by further training`,
      });
    case "yarn":
      return facts.finetuned
        ? lengths(facts, {
            pretrained: scaling.originalLength,
            extended: declared,
            assumed: false,
            evidence: `the yarn block says finetuned: trained on from ${scaling.originalLength} to ${declared} tokens`,
          })
        : assumedLengths(
            facts,
            scaling.originalLength,
            "original_max_position_embeddings of the yarn block",
          );
    case "linear":
      return linearLengths(facts, scaling.factor, declared);
    case "dynamic":
      return assumedLengths(
        facts,
        declared,
        "max_position_embeddings, from which dynamic scaling counts",
      );
    default:
      return lengths(facts, {
        pretrained: declared,
        assumed: true,
        evidence: `max_position_embeddings ${declared}, under a scaling that this version does not know`,
      });
  }
}

/** A linear block has no original length; files that were made for one declare the length after scaling. */
function linearLengths(facts: LengthFacts, factor: number, declared: number): ModelLengths {
  const original = Math.floor(declared / factor);
  return factor >= 1 && original >= 1
    ? assumedLengths(facts, original, `max_position_embeddings ${declared} / factor ${factor}`)
    : assumedLengths(
        facts,
        declared,
        `max_position_embeddings, since the factor ${factor} extends nothing`,
      );
}

function assumedLengths(facts: LengthFacts, original: number, from: string): ModelLengths {
  return lengths(facts, {
    pretrained: original,
    assumed: true,
    evidence: `${original} tokens: ${from}; the block does not say whether the weights were trained on with it`,
  });
}
