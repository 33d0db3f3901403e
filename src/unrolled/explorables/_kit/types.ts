/** The two sides of an explorable's front end: the view, and whoever holds its state (a page or a kernel). */

export type Host<S> = {
  /** The reader changed something: `state` is valid. */
  change(state: S): void;
};

export type View<S> = {
  /** Show another valid state, as it came from outside. */
  set(state: S): void;
  /** Stop timers and observers; the elements go without the view's help. */
  destroy(): void;
};

export type Mount<S> = (root: HTMLElement, state: S, host: Host<S>) => View<S>;

/** The full, valid state that `state` stands for; an Error that names field, value and remedy if there is none. */
export type Check<S> = (state: unknown) => S;

export type Nested = number | Nested[];
