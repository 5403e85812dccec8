import type { OwnerFields } from '../event';
import type { RunAlarm } from './alarms';
import { notificationOf } from './notify';
import { runEvent } from './run-events';
import type { RunLookup } from './run-lookup';
import { MESSAGES_A_RUN, takeStep } from './steps';
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
	const gap = tried.find(
		({ told, justTold }) => told.length + justTold.length === 0 && lookup.messages < MESSAGES_A_RUN,
	);
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
			...(gap ? [nobodyFound(lookup, gap, { key: `${gap.pass}.${gap.level}`, at: dueAt })] : []),
			...(end === 'exhausted' ? [nobodyReacted(lookup, dueAt)] : []),
		],
	};
}

/** What an alarm is made from. */
type AlarmLookup = Pick<RunLookup, 'policy' | 'story' | 'people'>;

/** @param key unique within the run, for each time that it is said */
export function nobodyFound(
	lookup: AlarmLookup,
	{ pass, level }: Pick<Run, 'pass' | 'level'>,
	{ key, at }: { readonly key: string; readonly at: number },
): RunAlarm {
	const type = 'escalation.nobody';
	return alarmOf(lookup, type, (owner) =>
		runEvent(lookup.story, type, `nobody:${key}`, at, {
			pass,
			level,
			policyName: lookup.policy.name,
			...owner,
		}),
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
	lookup: AlarmLookup,
	type: RunAlarm['type'],
	event: (owner: OwnerFields) => ReturnType<RunAlarm['event']>,
): RunAlarm => ({
	type,
	request: lookup.story.request,
	event: (quietUntil) => event({ ...ownerOf(lookup), quietUntil }),
});

function ownerOf({ policy: { ownerId }, people }: AlarmLookup): Omit<OwnerFields, 'quietUntil'> {
	const owner = people.members.get(ownerId ?? '');
	const present = owner?.active ? owner : undefined;
	return {
		memberId: present?.id ?? null,
		memberName: present?.name ?? null,
		memberEmail: present?.email ?? null,
		memberLocale: present?.locale ?? 'en',
	};
}
