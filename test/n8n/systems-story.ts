import { explainRequest, listAbsences, listDepartments, listMembers } from '../../engine';
import { editNodes, withText } from '../../scripts/stage/n8n/edit-workflow';
import { startLdap, type LdapServer } from '../../scripts/stage/systems/ldap-server';
import { PEOPLE, playPeople, SYNC } from '../../scripts/stage/plays/people';
import {
	connectRedmine,
	lookNow,
	playTicket,
	PROJECTS,
	sizeOf,
	ticketIn,
	USERS,
} from '../../scripts/stage/plays/tickets';
import { silently } from '../../scripts/stage/util/print';
import { startRedmine, type Redmine } from '../../scripts/stage/systems/redmine-server';
import { runByHand } from '../../scripts/stage/stage';
import { footprintOfPeople } from './footprint';
import { onStageWith, type Store } from './stage';

/** People from OpenLDAP and tickets of Redmine, on one database: on PostgreSQL with every build, on SQLite by command. */
export function systemsStory(store: Store): void {
	describe(`the directory server and the ticket desk of the company, on ${store}`, () => {
		const theatre = onStageWith(store);
		let ldap: LdapServer;
		let redmine: Redmine;
		let ticket = 0;

		beforeAll(async () => {
			[ldap, redmine] = await Promise.all([startLdap(), startRedmine(PROJECTS, USERS)]);
		}, 120_000);
		afterAll(async () => {
			await ldap?.stop();
			await redmine?.stop();
		});

		const footprint = () => footprintOfPeople(theatre.stage);
		const syncPeople = () => runByHand(theatre.stage, SYNC, 'Now');

		it('people come in from OpenLDAP, what is wrong comes in one mail, and the rest is there', async () => {
			const { stage } = theatre;
			await playPeople(stage, ldap, silently);
			expect(await listMembers(stage.engine, { text: 'tom', limit: 1 })).toMatchObject([
				{ departmentId: 'it', managerId: 'jonas', name: 'Tom Becker' },
			]);
			expect(await listMembers(stage.engine, { text: 'chen', limit: 1 })).toMatchObject([
				{ name: '陈静', locale: 'zh-CN' },
			]);
			expect(
				(await listDepartments(stage.engine, { limit: 9 })).map(({ id, headId }) => [id, headId]),
			).toEqual([
				['board', undefined],
				['finance', 'chen'],
				['hr', 'miriam'],
				['it', 'jonas'],
			]);
			expect(await listAbsences(stage.engine, { limit: 9 })).toMatchObject([
				{ memberId: 'luca', source: 'ldap' },
			]);
		});

		it('a second sync writes nothing; who has left is deactivated', async () => {
			const before = await footprint();
			await syncPeople();
			expect(await footprint()).toBe(before);
			await ldap.add([{ uid: 'temp', name: 'Terry Temp', department: 'IT' }]);
			await syncPeople();
			await ldap.remove(['temp']);
			await syncPeople();
			expect(await listMembers(theatre.stage.engine, { text: 'temp', limit: 1 })).toMatchObject([
				{ active: false },
			]);
		});

		it('a wrong password of the directory server ends the run in words, and nothing is lost', async () => {
			const before = await footprint();
			const account = (bindPassword: unknown) =>
				theatre.stage.api.findOrCreateCredential('LDAP account', 'ldap', {
					...ldap.credential,
					bindPassword,
				});
			await account('wrong');
			await expect(syncPeople()).rejects.toThrow(/could not be read.*test the LDAP account/);
			await account(ldap.credential.bindPassword);
			expect(await footprint()).toBe(before);
		});

		it('a base DN that is not there ends the run in words, and nothing is lost', async () => {
			const { api, workflows } = theatre.stage;
			const before = await footprint();
			const move = (from: string, to: string) =>
				editNodes(api, workflows.get(SYNC) ?? '', { 'Search the directory': withText(from, to) });
			await move('ou=people,', 'ou=staff,');
			await expect(syncPeople()).rejects.toThrow(/could not be read.*look at the base DN/);
			await move('ou=staff,', 'ou=people,');
			expect(await footprint()).toBe(before);
		});

		it('a directory server that is down ends the run in words, and nothing is lost', async () => {
			const before = await footprint();
			await ldap.pause();
			await expect(syncPeople()).rejects.toThrow(/could not be read.*test the LDAP account/);
			await ldap.resume();
			expect(await footprint()).toBe(before);
			await syncPeople();
		});

		it('a ticket of Redmine is moved twice, waits, breaches; the manager gets the mail, the ticket shows it', async () => {
			await connectRedmine(theatre.stage, redmine);
			ticket = await playTicket(theatre.stage, redmine, silently);
		});

		it('looking again changes nothing here and nothing there', async () => {
			const before = await sizeOf(theatre.stage, redmine, ticket);
			await lookNow(theatre.stage);
			await lookNow(theatre.stage);
			expect(await sizeOf(theatre.stage, redmine, ticket)).toEqual(before);
		});

		it('a wrong key and a Redmine that is down end the run in words, and it catches up afterwards', async () => {
			const { api, engine } = theatre.stage;
			const keyed = (value: string) =>
				api.findOrCreateCredential('Redmine API key', 'httpHeaderAuth', { name: 'X-Redmine-API-Key', value });
			await keyed('wrong');
			await expect(lookNow(theatre.stage)).rejects.toThrow(/Authorization|credentials|401/i);
			await keyed(redmine.apiKey);
			const agent = redmine.as('tom');
			await agent.put(`/issues/${ticket}.json`, { issue: { status_id: 3, notes: 'Here it is' } });
			await redmine.pause();
			await expect(lookNow(theatre.stage)).rejects.toThrow(/connect|refused|service/i);
			await redmine.resume();
			await lookNow(theatre.stage);
			const { status, facts, clocks } = await explainRequest(engine, `redmine-${ticket}`);
			expect(status).toBe('resolved');
			expect(facts.map(({ kind }) => kind).slice(-2)).toEqual(['responded', 'resolved']);
			expect(clocks.map(({ metric, state }) => [metric, state])).toEqual([
				['firstResponse', 'missed'],
				['resolution', 'met'],
			]);
			expect((await ticketIn(redmine, ticket)).status.name).toBe('Resolved');
		});

		it('everybody of the directory is still who they were', async () => {
			const members = await listMembers(theatre.stage.engine, { activeOnly: true, limit: 20_000 });
			expect(members.map(({ id }) => id)).toEqual(expect.arrayContaining(PEOPLE.map(({ uid }) => uid)));
		});
	});
}
