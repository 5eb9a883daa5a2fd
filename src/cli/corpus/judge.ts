/** Whoever judges quality in the last pass: a linear judge that lies in the plan, or a program of the user's. */
import { LinearJudge } from '../../models/corpus/quality/classifier';
import { JudgeProgram } from './judgeProgram';
import type { Judge } from './judging';
import type { CorpusPlan } from './plan';

/** The plan's judge for one maker of tasks, who asks it one batch at a time. */
export class OwnJudge {
  private readonly plan: CorpusPlan;
  private readonly started: ((pid: number) => void) | undefined;
  private judge: Judge | undefined;

  /** `started` is told the number of a process that was started for it. */
  constructor(plan: CorpusPlan, started?: (pid: number) => void) {
    this.plan = plan;
    this.started = started;
  }

  /** Started when it is first asked for. Undefined where the plan has none. */
  get(): Judge | undefined {
    const { quality } = this.plan;
    if (!quality) return undefined;
    this.judge ??=
      'program' in quality ? new JudgeProgram(quality.program, this.started) : linear(quality.judge);
    return this.judge;
  }

  close(): void {
    this.judge?.close();
    this.judge = undefined;
  }
}

function linear(file: unknown): Judge {
  const judge = LinearJudge.fromFile(file);
  return {
    scores: (documents) => Promise.resolve(documents.map(({ text }) => judge.score(text))),
    close: () => undefined
  };
}
