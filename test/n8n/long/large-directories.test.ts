import { listMembers } from '../../../engine';
import { tellFigure } from '../../../scripts/stage/util/figures';
import { startLdap, type LdapPerson, type LdapServer } from '../../../scripts/stage/systems/ldap-server';
import { PEOPLE, playPeople, SYNC } from '../../../scripts/stage/plays/people';
import { silently } from '../../../scripts/stage/util/print';
import { runByHand } from '../../../scripts/stage/stage';
import { footprintOfPeople } from '../footprint';
import { onStageWith } from '../stage';

/** Forty teams, and a manager for everybody: ten people who are managed by the chief executive, a hundred by those ten… */
const CROWD: readonly LdapPerson[] = Array.from({ length: 10_000 }, (_, n) => ({
	uid: `p${n}`,
	name: `Person ${n}`,
	department: `Team ${n % 40}`,
	manager: n < 10 ? 'helena' : `p${Math.floor(n / 10)}`,
}));
/** In one call of ldapdelete; more would not fit on its command line. */
const AT_ONCE = 1_000;

describe.each(['sqlite', 'postgres'] as const)(
	'a directory server with ten thousand people, on %s',
	(store) => {
		const theatre = onStageWith(store);
		let ldap: LdapServer;

		beforeAll(async () => {
			ldap = await startLdap();
		});
		afterAll(() => ldap?.stop());

		const syncPeople = () => runByHand(theatre.stage, SYNC, 'Now');
		/** @param id of the figure, which says how many people went through n8n in a second */
		const measureSync = async (id: string) => {
			const startedAt = Date.now();
			await syncPeople();
			const seconds = (Date.now() - startedAt) / 1000;
			tellFigure(`${id}-${store}`, seconds, 's');
			tellFigure(`${id}-per-second-${store}`, CROWD.length / seconds, 'people/s');
		};

		it('they come in at once; when half of them are missing, nothing is written', async () => {
			const { stage } = theatre;
			await playPeople(stage, ldap, silently);
			await ldap.add(CROWD);
			await measureSync('ldap-10000-people');
			expect(
				await listMembers(stage.engine, { text: 'person', activeOnly: true, limit: 20_000 }),
			).toHaveLength(10_000);
			const before = await footprintOfPeople(stage);
			for (let from = 4_000; from < CROWD.length; from += AT_ONCE)
				await ldap.remove(CROWD.slice(from, from + AT_ONCE).map(({ uid }) => uid));
			await expect(syncPeople()).rejects.toThrow(
				/6000 of the \d+ people of 'ldap' are not on the list any more/,
			);
			expect(await footprintOfPeople(stage)).toBe(before);
		});

		it('when they are back, a sync that has nothing to do writes nothing', async () => {
			const { stage } = theatre;
			await ldap.add(CROWD.slice(4_000));
			const before = await footprintOfPeople(stage);
			await measureSync('ldap-10000-people-unchanged');
			expect(await footprintOfPeople(stage)).toBe(before);
		});

		it('everybody who was there before them is still who they were', async () => {
			const members = await listMembers(theatre.stage.engine, { activeOnly: true, limit: 20_000 });
			expect(members.map(({ id }) => id)).toEqual(expect.arrayContaining(PEOPLE.map(({ uid }) => uid)));
		});
	},
);
