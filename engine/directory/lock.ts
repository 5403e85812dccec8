import { queueBehind, type Trx } from '../store';

const LOCK = 'directory.lock';

/**
 * Directory writes queue up behind one another until their transaction ends: rules about several records (one
 * e-mail address, no circle of managers) hold only if nobody else writes between the check and the write.
 */
export const lockDirectory = (trx: Trx): Promise<void> => queueBehind(trx, LOCK);
