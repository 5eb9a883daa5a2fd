/** One at a time, in the order asked: a slice of the run, then whoever waited for it to end. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `task` once everything asked for before has ended, whether that went well or not. */
  take<Result>(task: () => Promise<Result> | Result): Promise<Result> {
    const turn = this.last.then(task);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
