/** The layers over sequences that look at rows, tokens and keys, checked and run. */
import { type Attending, checkAttending } from '../../attendingChecks';
import { activate, activateBackward } from './activate';
import { attend, attendBackward } from './attend';
import { tokenLoss, valueLoss } from './losses';
import { norm, normBackward } from './norm';
import { rotate } from './rotate';
import { combine, embed, embedBackward, remember } from './rows';

export const attending: Attending = {
  async combine(call) {
    checkAttending('combine', call);
    combine(call);
  },
  async embed(call) {
    checkAttending('embed', call);
    embed(call);
  },
  async embedBackward(call) {
    checkAttending('embedBackward', call);
    embedBackward(call);
  },
  async norm(call) {
    checkAttending('norm', call);
    norm(call);
  },
  async normBackward(call) {
    checkAttending('normBackward', call);
    normBackward(call);
  },
  async rotate(call) {
    checkAttending('rotate', call);
    rotate(call);
  },
  async activate(call) {
    checkAttending('activate', call);
    activate(call);
  },
  async activateBackward(call) {
    checkAttending('activateBackward', call);
    activateBackward(call);
  },
  async remember(call) {
    checkAttending('remember', call);
    remember(call);
  },
  async attend(call) {
    checkAttending('attend', call);
    attend(call);
  },
  async attendBackward(call) {
    checkAttending('attendBackward', call);
    attendBackward(call);
  },
  async tokenLoss(call) {
    checkAttending('tokenLoss', call);
    tokenLoss(call);
  },
  async valueLoss(call) {
    checkAttending('valueLoss', call);
    valueLoss(call);
  }
};
