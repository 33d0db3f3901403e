/** Random numbers from a seed; `_random.py` has the same in Python. */

export type Random = () => number;

/** Numbers from 0 to below 1: mulberry32 by Tommy Ettinger, public domain. */
export function uniform(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Mean 0 and standard deviation 1 (Box and Muller, 1958), rounded so that the last bit of `log` and `cos` does not matter. */
export function normal(seed: number): Random {
  const next = uniform(seed);
  let spare: number | null = null;
  const rounded = (value: number): number => Math.floor(value * 1e9 + 0.5) / 1e9;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const turn = 2 * Math.PI * next();
    spare = rounded(radius * Math.sin(turn));
    return rounded(radius * Math.cos(turn));
  };
}
