/** Numbers as a reader sees them: a true minus, no noise in the last digits, powers of ten where they are far from 1. */

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const digits = (text: string, alphabet: string): string => text.replace(/\d/g, (d) => alphabet[Number(d)]).replace("-", "⁻");

export const sub = (n: number): string => digits(String(n), SUBSCRIPTS);

/** `value` with up to `significant` digits: −0.25, 4, 3.2·10⁻⁸, ∞. Only a true zero is shown as 0. */
export function show(value: number, significant = 4): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "undefined" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  let text: string;
  if (size >= 1e-3 && size < 1e5) {
    text = size < 10 ** significant ? value.toPrecision(significant) : value.toFixed(0);
    if (text.includes(".")) text = text.replace(/\.?0+$/, "");
    if (text.includes("e")) text = String(Math.round(value)); // 9999.6 rounded up to 1.000e+4
  } else {
    const [mantissa, exponent] = value.toExponential(Math.max(significant - 2, 1)).split("e");
    text = `${mantissa.replace(/\.?0+$/, "")}·10${digits(exponent.replace("+", ""), SUPERSCRIPTS)}`;
  }
  return text.replace("-", "−");
}

/** For the pictures: three digits. */
export const brief = (value: number): string => show(value, 3);

/** −1 000 000, with narrow spaces that do not break. Not by toLocaleString, which takes longer than all the rest of a drawing. */
export function grouped(value: number): string {
  const [whole, ...fraction] = String(value).replaceAll("-", "−").split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, "\u202f"), ...fraction].join(".");
}

/** (1, 2) or, alone, 1. */
export const several = (values: number[], write = brief): string =>
  values.length === 1 ? write(values[0]) : `(${values.map(write).join(", ")})`;

/** What a text box holds: all digits that matter, and readable back. */
export function editable(value: number): string {
  const text = Math.abs(value) >= 1e-6 || value === 0 ? String(Number(value.toPrecision(10))) : String(value);
  return text.replaceAll("-", "−");
}
