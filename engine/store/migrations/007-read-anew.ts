import type { Migration } from './migration';

/**
 * Clocks that an older version has announced by name only are read anew: a breach that it had taken for said may be to come.
 * The time-zone data counts as moved, which makes the engine plan every open clock again.
 */
export const readAnew: Migration = {
	version: 7,
	name: 'read anew',
	statements: [
		"update clock set tz_version = '' where state in ('running', 'paused', 'breached')",
		"update setting set value = '' where name = 'tz_version'",
	],
};
