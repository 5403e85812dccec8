import type { IDataObject } from 'n8n-workflow';
import { formatDuration, type Policy } from '../../engine';

/** A policy as the workflow gets it: written as it may be handed to 'Create or Update' again. */
export const policyOutput = ({ id, name, version, levels, repeat, calendarId }: Policy): IDataObject => ({
	id,
	name,
	version,
	levels: levels.map(({ delayMs, delayDays, countedIn, targets }) => ({
		delay: delayDays === undefined ? formatDuration(delayMs) : workingDays(delayDays),
		countedIn,
		targets: targets.map((target) => ({ ...target })),
	})),
	repeat,
	calendarId: calendarId ?? null,
});

const workingDays = (days: number): string => `${days} working ${days === 1 ? 'day' : 'days'}`;
