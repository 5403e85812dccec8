import type { INodeListSearchResult, INodeProperties } from 'n8n-workflow';

/** IANA names, which is what the list of this Node is; it leaves out UTC. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Finds `new york` in America/New_York. */
export async function searchTimeZones(filter?: string): Promise<INodeListSearchResult> {
	const wanted = fold(filter ?? '');
	const found = ZONES.filter((zone) => fold(zone).includes(wanted));
	return { results: found.map((zone) => ({ name: zone.replaceAll('_', ' '), value: zone })) };
}

const fold = (text: string): string => text.trim().toLowerCase().replaceAll('_', ' ');

export const timeZoneField: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timezone',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Where the working hours are meant. Daylight saving time is taken care of.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose...',
			typeOptions: {
				searchListMethod: 'searchTimeZones',
				searchable: true,
				// Else the editor shows no list before a credential is chosen, although none is needed.
				skipCredentialsCheckInRLC: true,
			},
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Europe/Berlin' },
	],
};
