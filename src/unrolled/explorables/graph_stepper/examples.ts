/** Graphs to begin with. */

export const EXAMPLES: Record<string, { expression: string; values: number[] }> = {
  "two paths meet": { expression: "p = x*y; (p + 1)^2 - 3*p", values: [2, 1] },
  "a sigmoid neuron and its loss": { expression: "a = sigmoid(w*x + b); (a - t)^2", values: [0.5, 2, -1, 1] },
  "a ReLU neuron and its loss": { expression: "a = relu(w*x + b); (a - t)^2", values: [0.5, 2, 1, 3] },
  "two blocks with skip connections": { expression: "y = relu(w1*relu(w0*x) + x); relu(w3*relu(w2*y) + y)", values: [0.4, 0.5, 2, 0.2, 0.3] },
  "cross-entropy of a sigmoid": { expression: "-log(sigmoid(z))", values: [1] },
  "a maximum": { expression: "max(x, y) * x", values: [2, 1] },
  "a saddle": { expression: "x^2 - y^2", values: [0, 0] },
};
