/** `engram bench rules`: updates to 90 % on the hierarchical task under each learning rule, over six seeds. */
import { type Call, definitions } from '../command';
import { nodeHost } from '../host';
import type { Io } from '../io';
import { comparedRules, meanUpdates, type RuleRun, trainRules } from './ruleTraining';

const seeds = [0, 1, 2, 3, 4, 5];
/** Updates after which a run is given up. */
const most = 3000;

export async function rulesWork(call: Call, io: Io): Promise<void> {
  const json = call.has('json');
  const show = ({ rule, seed, updates, lowest }: RuleRun): void => {
    const when = updates === undefined ? `not in ${most} updates` : `${updates} updates`;
    if (!json) io.out(`  ${rule.padEnd(9)}  seed ${seed}  ${when}; lowest error ${lowest.toFixed(3)}\n`);
  };
  const rows = await trainRules(nodeHost(io.cwd), { seeds, most }, show);
  if (json) {
    io.out(`${JSON.stringify(rows)}\n`);
    return;
  }
  io.out(
    definitions(
      comparedRules.map((rule) => {
        const { mean, reached } = meanUpdates(rows, rule);
        return [rule, `mean ${mean.toFixed(0)} updates, ${reached} of ${seeds.length} seeds`];
      })
    )
  );
}
