/** The layers over sequences that look at rows, tokens and keys, checked and run by the kernels. */
import { type Attending, checkAttending } from '../../attendingChecks';
import type { Engine } from '../engine';
import { attend, attendBackward } from './attend';
import { activate, activateBackward, norm, normBackward, rotate } from './columns';
import { combine, embed, embedBackward, remember, tokenLoss, valueLoss } from './rows';

export function attending(engine: Engine): Attending {
  return {
    async combine(call) {
      checkAttending('combine', call);
      combine(engine, call);
    },
    async embed(call) {
      checkAttending('embed', call);
      embed(engine, call);
    },
    async embedBackward(call) {
      checkAttending('embedBackward', call);
      embedBackward(engine, call);
    },
    async norm(call) {
      checkAttending('norm', call);
      norm(engine, call);
    },
    async normBackward(call) {
      checkAttending('normBackward', call);
      normBackward(engine, call);
    },
    async rotate(call) {
      checkAttending('rotate', call);
      rotate(engine, call);
    },
    async activate(call) {
      checkAttending('activate', call);
      activate(engine, call);
    },
    async activateBackward(call) {
      checkAttending('activateBackward', call);
      activateBackward(engine, call);
    },
    async remember(call) {
      checkAttending('remember', call);
      remember(engine, call);
    },
    async attend(call) {
      checkAttending('attend', call);
      attend(engine, call);
    },
    async attendBackward(call) {
      checkAttending('attendBackward', call);
      attendBackward(engine, call);
    },
    async tokenLoss(call) {
      checkAttending('tokenLoss', call);
      tokenLoss(engine, call);
    },
    async valueLoss(call) {
      checkAttending('valueLoss', call);
      valueLoss(engine, call);
    }
  };
}
