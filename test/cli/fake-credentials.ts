import { Refusal } from './fake-reply';

export interface FakeCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly createdAt: string;
	updatedAt: string;
}

const text = { type: 'string' };
/** The types that the templates ask for, and what n8n 2.40 says of them. */
const SCHEMAS: Readonly<
	Record<string, { properties: Record<string, { type: string }>; required: string[] }>
> = {
	smtp: {
		properties: {
			user: text,
			password: text,
			host: text,
			port: { type: 'number' },
			secure: { type: 'boolean' },
		},
		required: [],
	},
	httpHeaderAuth: {
		properties: { name: text, value: text, useCustomAuth: { type: 'notice' } },
		required: [],
	},
	ldap: {
		properties: { hostname: text, port: text, bindDN: text, bindPassword: text },
		required: ['hostname'],
	},
	icrmStoreApi: { properties: { database: text, host: text, password: text }, required: [] },
};

export class FakeCredentials {
	readonly rows: FakeCredential[] = [];
	/** What is in them, by id: n8n never gives it away. */
	readonly data = new Map<string, unknown>();

	create(body: unknown): FakeCredential {
		const { name, type, data } = body as { name: string; type: string; data: object };
		if (!(type in SCHEMAS)) throw new Refusal('req.body.type is not a known type', 400);
		const stray = Object.keys(data).find((field) => !(field in (SCHEMAS[type]?.properties ?? {})));
		if (stray !== undefined)
			throw new Refusal(`request.body.data is not allowed to have the additional property "${stray}"`, 400);
		const at = new Date().toISOString();
		const row = { id: `cred${this.rows.length}`, name, type, createdAt: at, updatedAt: at };
		this.rows.push(row);
		this.data.set(row.id, data);
		return row;
	}

	update(id: string, body: unknown): FakeCredential {
		const row = this.rows.find((one) => one.id === id);
		if (!row) throw new Refusal('Credential not found', 404);
		row.updatedAt = new Date(Date.parse(row.updatedAt) + 1_000).toISOString();
		this.data.set(id, (body as { data: unknown }).data);
		return row;
	}

	schema(type: string) {
		const schema = SCHEMAS[type];
		if (!schema) throw new Refusal('Not Found', 404);
		return { additionalProperties: false, type: 'object', ...schema };
	}
}
