import { foundation } from './001-foundation';
import { surveys } from './002-surveys';
import type { Migration } from './migration';

export const migrations: readonly Migration[] = [foundation, surveys];
