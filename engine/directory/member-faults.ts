import { IcrmError, invalid } from '../errors';
import { managerCycles } from './manager-chain';
import type { Member } from './types';
import type { Unknown } from './did-you-mean';

/** A member as they would be, beside what is stored. */
export interface Proposal {
	readonly before: Member | undefined;
	readonly after: Member;
}

/** What is stored, as far as the proposals touch it, and what went wrong before. */
export interface MemberLookup {
	readonly exists: (id: string) => boolean;
	/** The active member who holds an address. */
	readonly holderOf: (email: string) => Member | undefined;
	readonly managerOf: (id: string) => string | undefined;
	/** Members of the batch that failed already. */
	readonly faulty: ReadonlyMap<string, Error>;
	readonly unknownManager: Unknown;
}

type Fault = readonly [id: string, error: IcrmError];

/**
 * Which proposals cannot be, and why: rules that concern several members at once. Whoever fails stays as stored,
 * which may upset those who counted on the change: so the rules are asked again until nobody more fails.
 */
export function faultsOf(
	proposals: readonly Proposal[],
	lookup: MemberLookup,
): ReadonlyMap<string, IcrmError> {
	const faults = new Map<string, IcrmError>();
	for (;;) {
		const standing = proposals.filter(({ after }) => !faults.has(after.id));
		const reasons = new Map([...lookup.faulty, ...faults]);
		const missing = missingManagers(standing, lookup, reasons);
		const found = [
			...sharedEmails(standing, lookup),
			...(missing.length > 0 ? missing : circles(standing, lookup)),
		];
		if (found.length === 0) return faults;
		for (const [id, error] of found) if (!faults.has(id)) faults.set(id, error);
	}
}

function sharedEmails(standing: readonly Proposal[], lookup: MemberLookup): Fault[] {
	const active = standing.filter(({ after }) => after.active);
	const ids = new Set(standing.map(({ after }) => after.id));
	const holders = new Map<string, Member>();
	// Whoever has the address now keeps it against a newcomer, wherever both stand in the batch.
	const keeps = ({ before, after }: Proposal) => before?.active === true && before.email === after.email;
	const newcomers = active.filter((proposal) => !keeps(proposal));
	for (const { after } of active.filter(keeps)) holders.set(after.email, after);
	return newcomers.flatMap(({ after }): Fault[] => {
		const stored = lookup.holderOf(after.email);
		const holder = holders.get(after.email) ?? (stored && !ids.has(stored.id) ? stored : undefined);
		if (!holder) holders.set(after.email, after);
		return holder ? [[after.id, emailTaken(after, holder)]] : [];
	});
}

const emailTaken = ({ email }: Member, holder: Member) =>
	new IcrmError(
		'conflict',
		`The e-mail address '${email}' belongs to the active member '${holder.id}' (${holder.name})`,
		{
			field: 'email',
			value: email,
			hint: `Give the id '${holder.id}' if that is who you mean; else correct the address, or set '${holder.id}' inactive first.`,
		},
	);

function missingManagers(
	standing: readonly Proposal[],
	lookup: MemberLookup,
	reasons: ReadonlyMap<string, Error>,
): Fault[] {
	const ids = new Set(standing.map(({ after }) => after.id));
	return standing.filter(hasNewManager).flatMap(({ after: { id, managerId } }): Fault[] => {
		if (managerId === undefined || ids.has(managerId) || lookup.exists(managerId)) return [];
		const reason = reasons.get(managerId);
		return [[id, reason ? managerFailed(managerId, reason) : lookup.unknownManager('managerId', managerId)]];
	});
}

const managerFailed = (managerId: string, reason: Error) =>
	new IcrmError(
		'notFound',
		`The manager '${managerId}' of the same batch could not be saved: ${reason.message}`,
		{
			field: 'managerId',
			value: managerId,
			hint: `Fix '${managerId}' first; this member then goes in with it.`,
			cause: reason,
		},
	);

function circles(standing: readonly Proposal[], lookup: MemberLookup): Fault[] {
	const changing = new Set(standing.filter(hasNewManager).map(({ after }) => after.id));
	const proposed = new Map(standing.map(({ after }) => [after.id, after.managerId]));
	const managerOf = (id: string) => (proposed.has(id) ? proposed.get(id) : lookup.managerOf(id));
	return managerCycles(changing, managerOf).flatMap((cycle) =>
		cycle.flatMap((id, at): Fault[] =>
			changing.has(id) ? [[id, circular([...cycle.slice(at), ...cycle.slice(0, at)])]] : [],
		),
	);
}

const hasNewManager = ({ before, after }: Proposal): boolean => before?.managerId !== after.managerId;

const LONGEST_SHOWN = 8;

function circular(cycle: readonly string[]): IcrmError {
	const [id = '', managerId = id] = cycle;
	if (cycle.length === 1)
		return invalid(
			'managerId',
			id,
			`'${id}' cannot be their own manager`,
			'Name somebody else, or leave the manager empty for whoever stands at the top.',
		);
	const short = cycle.length > LONGEST_SHOWN ? [...cycle.slice(0, LONGEST_SHOWN - 1), '…'] : cycle;
	return invalid(
		'managerId',
		managerId,
		`The managers form a circle: ${[...short, id].join(' → ')}`,
		'Correct one of these managers, or leave it empty for whoever stands at the top.',
	);
}
