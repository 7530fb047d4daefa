/** Steps that are carried out in the order they came, each as soon as it can be and all before it are. */

/** Those carried out are let go when there are so many. */
const LET_GO = 1024;

export class Sequence {
  /** Null: it cannot be carried out yet. */
  readonly #steps: ((() => unknown) | null)[] = [];
  #first = 0;
  /** Of `#steps[0]`. */
  #number = 0;

  get isEmpty(): boolean {
    return this.#first === this.#steps.length;
  }

  /** Carries it out, now or when all before it are. */
  add(step: () => unknown): null {
    if (this.isEmpty) step();
    else this.#steps.push(step);
    return null;
  }

  /** A place in the order. Returns what is to be given the step, once. */
  slot(): (step: () => unknown) => null {
    const number = this.#number + this.#steps.length;
    this.#steps.push(null);
    return (step) => {
      this.#steps[number - this.#number] = step;
      return this.#go();
    };
  }

  #go(): null {
    for (let step = this.#steps[this.#first]; step != null; step = this.#steps[this.#first]) {
      this.#steps[this.#first++] = null;
      step();
    }
    if (this.#first >= LET_GO || this.isEmpty) {
      this.#number += this.#first;
      this.#steps.splice(0, this.#first);
      this.#first = 0;
    }
    return null;
  }
}
