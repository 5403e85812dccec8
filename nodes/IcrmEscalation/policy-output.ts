import type { IDataObject } from 'n8n-workflow';
import { formatDuration, type Delay, type Policy } from '../../engine';

/** A policy as the workflow gets it: written as it may be handed to 'Create or Update' again. */
export const policyOutput = ({
	id,
	name,
	version,
	levels,
	repeat,
	repeatAfter,
	exhaustedAfter,
	acknowledgedFor,
	waitingNoticeAfter,
	ownerId,
	calendarId,
}: Policy): IDataObject => ({
	id,
	name,
	version,
	levels: levels.map(({ targets, again, ...delay }) => ({
		delay: delayText(delay),
		countedIn: delay.countedIn,
		targets: targets.map((target) => ({ ...target })),
		...(again ? { again } : {}),
	})),
	repeat,
	repeatAfter: repeatAfter ? fullText(repeatAfter) : null,
	exhaustedAfter: exhaustedAfter ? fullText(exhaustedAfter) : null,
	acknowledgedFor: acknowledgedFor ? fullText(acknowledgedFor) : null,
	waitingNoticeAfter: waitingNoticeAfter ? fullText(waitingNoticeAfter) : null,
	ownerId: ownerId ?? null,
	calendarId: calendarId ?? null,
});

const delayText = ({ delayMs, delayDays }: Delay): string =>
	delayDays === undefined ? formatDuration(delayMs) : workingDays(delayDays);

/** Where nothing beside it says what it is counted in, the text does. */
const fullText = (delay: Delay): string =>
	delay.countedIn === 'elapsed' ? formatDuration(delay.delayMs).replace(' ', ' elapsed ') : delayText(delay);

const workingDays = (days: number): string => `${days} working ${days === 1 ? 'day' : 'days'}`;
