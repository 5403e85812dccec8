import type { Outcome } from '../outcome';
import type { Member } from '../directory/types';
import type { Saved } from '../records';

/** A list of people as another system has it, and what became of it. */

export interface SyncOptions {
	/** What becomes of those on the list before and no more: deactivated unless they are to be kept. */
	readonly leavers?: 'deactivate' | 'keep';
	/** More leavers than this share of the list, in percent, are a sign of an incomplete list. Default 20. */
	readonly mostLeaversPercent?: number;
	/** What a department means that nobody knows: it is created, unless it is to be refused. */
	readonly newDepartments?: 'create' | 'refuse';
	/** Tells what would be, and writes nothing. */
	readonly dryRun?: boolean;
}

export interface PeopleList {
	/** The name of the list: `ldap`, `hr`. Whoever is on it belongs to it. */
	readonly source: string;
	readonly rows: readonly unknown[];
	/** Where the days of absences begin: an IANA name. */
	readonly timezone: string;
	readonly options?: SyncOptions;
}

export type SyncedMember = Member & { readonly change: Saved<Member>['change'] | 'deactivated' };

export interface SyncedPeople {
	/** One for each row, in their order. */
	readonly rows: readonly Outcome<SyncedMember>[];
	readonly leavers: readonly SyncedMember[];
}
