/** Least squares in Legendre polynomials; the same operations in the same order as `fit.py`, so that a badly conditioned fit has the same digits. */

const DEPENDENT = 1e-20; // what is left of a row that the others span, squared: rounding

/** P₀ to P_degree at each x: `basis[k][i]`. */
export function legendre(x: number[], degree: number): number[][] {
  const rows = [x.map(() => 1), x];
  for (let k = 1; k < degree; k++) rows.push(x.map((at, i) => ((2 * k + 1) * at * rows[k][i] - k * rows[k - 1][i]) / (k + 1)));
  return rows.slice(0, degree + 1);
}

/** The weighted sum of the first rows, for the first `count` places. */
export function evaluate(weights: number[], basis: number[][], count = basis[0].length): number[] {
  const total: number[] = new Array(count).fill(0);
  for (let k = 0; k < weights.length; k++) {
    const [weight, row] = [weights[k], basis[k]];
    for (let i = 0; i < count; i++) total[i] += weight * row[i];
  }
  return total;
}

/** R and Qᵀy of a growing matrix: every row is rotated into it as it comes (Givens). Its leading block is the triangle of fewer columns. */
export class Triangle {
  readonly size: number;
  private r: number[][];
  private z: number[];

  constructor(size: number, from?: Triangle) {
    this.size = size;
    this.r = from ? from.r.map((line) => [...line]) : Array.from({ length: size }, () => new Array(size).fill(0));
    this.z = from ? [...from.z] : new Array(size).fill(0);
  }

  /** Take in row · w = target; the row is `basis[·][i]`. */
  add(basis: number[][], i: number, target: number): void {
    this.rotate(basis.slice(0, this.size).map((line) => line[i]), target);
  }

  /** A copy with `strength` |w|² added to the sum of squares. */
  penalised(strength: number): Triangle {
    const other = new Triangle(this.size, this);
    const root = Math.sqrt(strength);
    for (let j = 0; j < this.size; j++) {
      const row: number[] = new Array(this.size).fill(0);
      row[j] = root;
      other.rotate(row, 0);
    }
    return other;
  }

  /** The weights of the first `size` columns. */
  solve(size = this.size): number[] {
    const weights: number[] = new Array(size).fill(0);
    for (let i = size - 1; i >= 0; i--) {
      let rest = this.z[i];
      for (let j = i + 1; j < size; j++) rest -= this.r[i][j] * weights[j];
      weights[i] = this.r[i][i] ? rest / this.r[i][i] : 0;
    }
    return weights;
  }

  private rotate(row: number[], target: number): void {
    for (let j = 0; j < this.size; j++) {
      const line = this.r[j];
      const [a, b] = [line[j], row[j]];
      const length = Math.sqrt(a * a + b * b);
      if (b === 0 || length === 0) continue;
      const [c, s] = [a / length, b / length];
      for (let k = j; k < this.size; k++) [line[k], row[k]] = [c * line[k] + s * row[k], c * row[k] - s * line[k]];
      [this.z[j], target] = [c * this.z[j] + s * target, c * target - s * this.z[j]];
    }
  }
}

/** The shortest weights through the first 1, 2, … points, of all that pass through: each new point adds the smallest change that keeps the rest. */
export function interpolate(basis: number[][], y: number[], size: number): number[][] {
  let weights: number[] = new Array(size).fill(0);
  const before: number[][] = [];
  return y.map((target, i) => {
    const row = basis.slice(0, size).map((line) => line[i]);
    let left = row;
    for (let again = 0; again < 2; again++) { // the second time against the roundings of the first
      for (const unit of before) {
        const part = dot(left, unit);
        left = left.map((a, k) => a - part * unit[k]);
      }
    }
    const squared = dot(left, left);
    if (squared > DEPENDENT) {
      const step = (target - dot(row, weights)) / squared;
      weights = weights.map((w, k) => w + step * left[k]);
      const length = Math.sqrt(squared);
      before.push(left.map((a) => a / length));
    }
    return weights;
  });
}

export function dot(a: number[], b: number[]): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k] * b[k];
  return total;
}
