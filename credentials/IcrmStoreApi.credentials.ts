import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const embedded = { displayOptions: { show: { database: ['embedded'] } } };
const postgres = { displayOptions: { show: { database: ['postgres'] } } };

/** Where the pack keeps its data. Nodes without it use the embedded store in n8n's own folder. */
export class IcrmStoreApi implements ICredentialType {
	name = 'icrmStoreApi';

	displayName = 'ICRM Store API';

	icon = { light: 'file:icrmStore.svg', dark: 'file:icrmStore.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-icrm/n8n-nodes-icrm/blob/main/docs/operations/store.md';

	/** Only ICRM nodes may decrypt it: not HTTP Request, not Postgres. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Database',
			name: 'database',
			type: 'options',
			options: [
				{
					name: 'Embedded (SQLite)',
					value: 'embedded',
					description: 'A file beside n8n. Nothing to set up; not for queue mode.',
				},
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'For queue mode, several mains, or much data',
				},
			],
			default: 'embedded',
		},
		{
			displayName: 'File',
			name: 'file',
			type: 'string',
			default: '',
			placeholder: 'e.g. /data/icrm/icrm.sqlite',
			description:
				"Path of the database file on the machine n8n runs on. Empty means icrm/icrm.sqlite in n8n's user folder.",
			...embedded,
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: 'localhost',
			...postgres,
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			default: 5432,
			...postgres,
		},
		{
			displayName: 'Database Name',
			name: 'databaseName',
			type: 'string',
			default: 'icrm',
			description: 'A database of its own. The pack creates its tables there and keeps them up to date.',
			...postgres,
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			description: 'Needs the right to create tables in that database',
			...postgres,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			...postgres,
		},
		{
			displayName: 'TLS',
			name: 'tls',
			type: 'options',
			options: [
				{ name: 'Off', value: 'off', description: 'Plain connection, for the same machine or network' },
				{ name: 'Require', value: 'require', description: 'Encrypted; any certificate is accepted' },
				{
					name: 'Verify',
					value: 'verify',
					description: "Encrypted; the server's certificate must be valid",
				},
			],
			default: 'off',
			...postgres,
		},
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				"PEM of the authority that signed the server's certificate. Empty means the authorities Node.js knows.",
			displayOptions: { show: { database: ['postgres'], tls: ['verify'] } },
		},
	];
}
