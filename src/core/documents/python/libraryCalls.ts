import { apply, combine, numberOf, type Expression, type FunctionName } from "./expression.ts";

/**
 * Calls of PyTorch, TensorFlow, Keras, JAX, NumPy and Python's math by the last part of their name, since packages are
 * imported under many names. Shape and type play no part: a formula stands for each element.
 */

/** Functions of one number, whether called or asked of an array: `torch.sin(x)`, `x.sin()`. */
export const elementwise: ReadonlyMap<string, (argument: Expression) => Expression> = new Map([
  ...(["sin", "cos", "exp", "log", "sqrt", "floor"] as const).map(
    (name: FunctionName) => [name, (x: Expression) => apply(name, x)] as const,
  ),
  ["sin_", (x) => apply("sin", x)],
  ["cos_", (x) => apply("cos", x)],
  ["reciprocal", (x) => combine("/", numberOf(1), x)],
  ["neg", (x) => combine("*", numberOf(-1), x)],
  ["negative", (x) => combine("*", numberOf(-1), x)],
  ["square", (x) => combine("**", x, numberOf(2))],
]);

/** Functions of two numbers, likewise; outer products and the like are products of elements. */
export const pairwise: ReadonlyMap<string, (a: Expression, b: Expression) => Expression> = new Map([
  ...["pow", "power", "float_power"].map(
    (name) => [name, (a: Expression, b: Expression) => combine("**", a, b)] as const,
  ),
  ...["mul", "multiply", "outer", "ger"].map(
    (name) => [name, (a: Expression, b: Expression) => combine("*", a, b)] as const,
  ),
  ...["div", "divide", "true_divide", "truediv"].map(
    (name) => [name, (a: Expression, b: Expression) => combine("/", a, b)] as const,
  ),
  ["floor_divide", (a, b) => combine("//", a, b)],
  ["floordiv", (a, b) => combine("//", a, b)],
  ["mod", (a, b) => combine("%", a, b)],
  ["remainder", (a, b) => combine("%", a, b)],
  ["add", (a, b) => combine("+", a, b)],
  ["subtract", (a, b) => combine("-", a, b)],
  ["sub", (a, b) => combine("-", a, b)],
]);

/** Calls that give their (first) argument back as far as a formula goes. */
export const unchanged: ReadonlySet<string> = new Set([
  ..."array asarray tensor as_tensor from_numpy constant Variable Parameter convert_to_tensor FloatTensor".split(
    " ",
  ),
  ..."float double half int long to cast type astype float32 float64 int32 int64 type_as bfloat16".split(
    " ",
  ),
  ..."unsqueeze expand_dims reshape view expand repeat tile broadcast_to squeeze contiguous flatten".split(
    " ",
  ),
  ..."detach clone copy numpy cpu cuda stop_gradient requires_grad_ numpy_function list tuple".split(
    " ",
  ),
]);

/** Arrays of zeros, or of nothing yet, by their sizes. */
export const allocations: ReadonlySet<string> = new Set(["zeros", "empty", "ones"]);

export const ranges: ReadonlySet<string> = new Set(["arange", "range"]);

export const joins: ReadonlySet<string> = new Set(["cat", "concat", "concatenate", "hstack"]);

export const constants: ReadonlyMap<string, number> = new Map([
  ["math.pi", Math.PI],
  ["np.pi", Math.PI],
  ["numpy.pi", Math.PI],
  ["torch.pi", Math.PI],
  ["jnp.pi", Math.PI],
  ["math.e", Math.E],
]);
