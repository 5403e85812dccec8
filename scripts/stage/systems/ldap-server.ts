import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../util/free-ports';
import { runCommand } from '../util/run-command';
import { ChildServer } from './child-server';

export const LDAP_BASE = 'dc=corp,dc=example';
const ROOT = `cn=admin,${LDAP_BASE}`;
const PASSWORD = 'admin';

export interface LdapPerson {
	readonly uid: string;
	readonly name: string;
	readonly department?: string;
	/** The uid of the manager. */
	readonly manager?: string;
	readonly title?: string;
	readonly locale?: string;
	/** Until when they are away: a date, in an attribute to spare, as Active Directory has them. */
	readonly awayUntil?: string;
}

export interface LdapServer {
	readonly port: number;
	/** What n8n's credential takes. */
	readonly credential: Readonly<Record<string, unknown>>;
	add(people: readonly LdapPerson[]): Promise<void>;
	remove(uids: readonly string[]): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	stop(): Promise<void>;
}

/** A real OpenLDAP server, without root and with a database of its own. */
export async function startLdap(): Promise<LdapServer> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-ldap-'));
	const [port = 0] = await freePorts(1);
	const url = `ldap://127.0.0.1:${port}`;
	mkdirSync(join(folder, 'data'));
	const config = join(folder, 'slapd.conf');
	writeFileSync(config, configurationIn(folder));
	const server = new ChildServer({
		command: '/usr/sbin/slapd',
		// With -d it stays in the foreground, as a child of ours.
		args: ['-f', config, '-h', url, '-d', '0'],
		packageName: 'slapd ldap-utils',
		isUp: () => listens(port),
	});
	await server.start();
	const bind = ['-x', '-H', url, '-D', ROOT, '-w', PASSWORD];
	const add = async (ldif: string) => {
		const file = join(folder, 'entries.ldif');
		writeFileSync(file, ldif);
		await runCommand('ldapadd', [...bind, '-f', file]);
	};
	await add(BASE);
	return {
		port,
		credential: {
			hostname: '127.0.0.1',
			port: String(port),
			bindDN: ROOT,
			bindPassword: PASSWORD,
			connectionSecurity: 'none',
		},
		add: (people) => add(people.map(entryOf).join('\n')),
		remove: async (uids) => {
			await runCommand('ldapdelete', [...bind, ...uids.map(dnOf)]);
		},
		pause: () => server.stop(),
		resume: () => server.start(),
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const dnOf = (uid: string) => `uid=${uid},ou=people,${LDAP_BASE}`;

const configurationIn = (folder: string) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
attributetype ( 1.3.6.1.4.1.55555.1.1 NAME 'extensionAttribute1' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.55555.2.1 NAME 'corpPerson' SUP top AUXILIARY MAY extensionAttribute1 )
pidfile ${folder}/slapd.pid
sizelimit unlimited
database mdb
maxsize 1073741824
suffix "${LDAP_BASE}"
rootdn "${ROOT}"
rootpw ${PASSWORD}
directory ${folder}/data
dbnosync
index objectClass,uid,mail eq
`;

const BASE = `dn: ${LDAP_BASE}
objectClass: dcObject
objectClass: organization
o: Corp
dc: corp

dn: ou=people,${LDAP_BASE}
objectClass: organizationalUnit
ou: people
`;

/** An entry as inetOrgPerson has it. Values that are not plain ASCII go in base64. */
function entryOf({ uid, name, department, manager, title, locale, awayUntil }: LdapPerson): string {
	const attributes: [string, string | undefined][] = [
		['objectClass', 'inetOrgPerson'],
		['objectClass', 'corpPerson'],
		['uid', uid],
		['cn', name],
		['sn', name.split(' ').at(-1)],
		['mail', `${uid}@corp.example`],
		['departmentNumber', department],
		['manager', manager === undefined ? undefined : dnOf(manager)],
		['title', title],
		['preferredLanguage', locale],
		['extensionAttribute1', awayUntil],
	];
	const lines = attributes.flatMap(([key, value]) => {
		if (value === undefined) return [];
		return /^[\x20-\x7e]*$/.test(value)
			? [`${key}: ${value}`]
			: [`${key}:: ${Buffer.from(value).toString('base64')}`];
	});
	return [`dn: ${dnOf(uid)}`, ...lines, ''].join('\n');
}

const listens = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const say = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('connect', () => say(true)).once('error', () => say(false));
	});
