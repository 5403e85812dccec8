import { foundation } from './001-foundation';
import type { Migration } from './migration';

export const migrations: readonly Migration[] = [foundation];
