import { listMembers } from '../../../engine';
import { runByHand, type Stage } from '../stage';
import type { LdapPerson, LdapServer } from '../systems/ldap-server';
import type { Print } from '../util/print';
import { mailTo } from './arrivals';

/** The company as its directory server has it: three departments, and who manages whom. */
export const PEOPLE: readonly LdapPerson[] = [
	{ uid: 'helena', name: 'Helena Vogt', department: 'Board', title: 'Chief executive' },
	{ uid: 'jonas', name: 'Jonas Brandt', department: 'IT', manager: 'helena', title: 'Head of IT' },
	{ uid: 'tom', name: 'Tom Becker', department: 'IT', manager: 'jonas', title: 'Technician' },
	{
		uid: 'chen',
		name: '陈静',
		department: 'Finance',
		manager: 'helena',
		title: 'Head of Finance',
		locale: 'zh-CN',
	},
	{ uid: 'miriam', name: 'Miriam Adler', department: 'HR', manager: 'helena', title: 'Head of HR' },
	{ uid: 'luca', name: 'Luca Ferri', department: 'HR', manager: 'miriam', awayUntil: '2099-12-31' },
];
/** What a directory that has grown over the years holds as well. */
const FAULTY: readonly LdapPerson[] = [
	{ uid: 'kim', name: 'Kim Round', department: 'IT', manager: 'lee' },
	{ uid: 'lee', name: 'Lee Round', department: 'IT', manager: 'kim' },
	{ uid: 'nowhere', name: 'Nora Nowhere' },
];

export const SYNC = 'sync-people-from-ldap';
const ADMIN = 'it-admin@corp.example';

/** The people come in; what is rejected comes in one mail, and the rest is there. */
export async function playPeople(stage: Stage, ldap: LdapServer, print: Print): Promise<void> {
	const since = Date.now();
	await stage.api.findOrCreateCredential('LDAP account', 'ldap', ldap.credential);
	await ldap.add([...PEOPLE, ...FAULTY]);
	await runByHand(stage, SYNC, 'Now');
	const members = await listMembers(stage.engine, { limit: 1_000 });
	const ids = members.map(({ id }) => id).sort();
	const wanted = PEOPLE.map(({ uid }) => uid).sort();
	if (JSON.stringify(ids) !== JSON.stringify(wanted))
		throw new Error(`These people came in: ${ids.join(', ')}`);
	print(`${members.length} people came from the directory server, with departments and managers`);
	const mail = await mailTo(stage, ADMIN, since, '3 people were not synced');
	for (const name of ['Round', 'Nora Nowhere'])
		if (!mail.text.includes(name))
			throw new Error(`The mail to the admin does not name ${name}:\n${mail.text}`);
	print(`Mail to ${ADMIN}: ${mail.subject}`);
	await ldap.remove(FAULTY.map(({ uid }) => uid));
}
