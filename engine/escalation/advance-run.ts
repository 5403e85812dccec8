import type { OwnerFields } from '../event';
import type { RunAlarm } from './alarms';
import { notificationOf } from './notify';
import { runEvent } from './run-events';
import type { RunLookup } from './run-lookup';
import { takeStep } from './steps';
import type { Telling } from './tell-people';
import type { Run } from './types';

export interface Advanced {
	readonly run: Run;
	readonly tellings: readonly Telling[];
	readonly alarms: readonly RunAlarm[];
}

/** The run after the level that is due, with whom it notifies. */
export function advance(lookup: RunLookup, now: number): Advanced {
	const { run, toldBefore } = lookup;
	const dueAt = run.nextAt ?? now;
	const { tried, next, end } = takeStep(lookup, { pass: run.pass, level: run.level, dueAt }, toldBefore, now);
	const { pass, level } = next ?? run;
	// One alarm, however many levels in a row: it is one gap, seen at once.
	const gap = tried.find(({ told, justTold }) => told.length + justTold.length === 0);
	return {
		run: { ...run, pass, level, state: end ?? 'active', nextAt: next?.dueAt, revision: run.revision + 1 },
		tellings: tried.flatMap((one) =>
			one.told.map((person) => ({
				...lookup,
				notification: notificationOf(run, one, person, now),
				dueAt,
			})),
		),
		alarms: [
			...(gap ? [nobodyFound(lookup, gap, dueAt)] : []),
			...(end === 'exhausted' ? [nobodyReacted(lookup, dueAt)] : []),
		],
	};
}

function nobodyFound(lookup: RunLookup, { pass, level }: Pick<Run, 'pass' | 'level'>, at: number): RunAlarm {
	const type = 'escalation.nobody';
	const key = `nobody:${pass}.${level}`;
	return alarmOf(lookup, type, (owner) =>
		runEvent(lookup.story, type, key, at, { pass, level, policyName: lookup.policy.name, ...owner }),
	);
}

function nobodyReacted(lookup: RunLookup, at: number): RunAlarm {
	const type = 'escalation.exhausted';
	return alarmOf(lookup, type, (owner) =>
		runEvent(lookup.story, type, `exhausted:${lookup.run.pass}`, at, {
			policyName: lookup.policy.name,
			...owner,
		}),
	);
}

const alarmOf = (
	lookup: RunLookup,
	type: RunAlarm['type'],
	event: (owner: OwnerFields) => ReturnType<RunAlarm['event']>,
): RunAlarm => ({
	type,
	departmentId: lookup.request.departmentId,
	event: (quietUntil) => event({ ...ownerOf(lookup), quietUntil }),
});

function ownerOf({ policy: { ownerId }, people }: RunLookup): Omit<OwnerFields, 'quietUntil'> {
	const owner = people.members.get(ownerId ?? '');
	const present = owner?.active ? owner : undefined;
	return {
		memberId: present?.id ?? null,
		memberName: present?.name ?? null,
		memberEmail: present?.email ?? null,
		memberLocale: present?.locale ?? 'en',
	};
}
