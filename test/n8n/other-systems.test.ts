import axios from 'axios';
import { listAbsences, listMembers, saveAgreements, unwrap } from '../../engine';
import { startCalendar, type CalendarServer } from '../../scripts/stage/systems/calendar-server';
import { drawLine, editNodes, withText } from '../../scripts/stage/n8n/edit-workflow';
import { waitForWebhook } from '../../scripts/stage/n8n/webhook';
import { OfficeServer } from '../../scripts/stage/systems/office-server';
import { poll } from '../../scripts/stage/util/poll';
import { runByHand } from '../../scripts/stage/stage';
import { onStage } from './stage';

const SYNC = 'sync-people-from-csv-or-api';
const CALENDAR = 'sync-absences-from-calendar';
const DESK = 'ticket-desk-webhook';

describe('any HR system, any calendar, any ticket desk', () => {
	const theatre = onStage();
	const office = new OfficeServer();
	let calendar: CalendarServer;

	beforeAll(async () => {
		await office.start();
		calendar = await startCalendar();
	});
	afterEach(() => {
		office.mood = 'well';
	});
	afterAll(async () => {
		await office.stop();
		await calendar?.stop();
	});

	const idOf = (template: string) => theatre.stage.workflows.get(template) ?? '';
	const people = () => listMembers(theatre.stage.engine, { activeOnly: true, limit: 1_000 });

	describe('people', () => {
		const staff = Array.from({ length: 250 }, (_, n) => ({
			employeeId: `E${n}`,
			name: n === 1 ? '陈静' : `Person ${n}`,
			email: `e${n}@corp.example`,
			department: ['IT', 'Finance', 'HR'][n % 3] ?? '',
			...(n < 3 ? { isHead: true } : { managerId: `e${n % 3}@corp.example` }),
		}));
		const sync = () => runByHand(theatre.stage, SYNC, 'Now');

		beforeAll(async () => {
			await editNodes(theatre.stage.api, idOf(SYNC), {
				'Get the CSV file': (node) =>
					withText('60000', '2000')(withText('https://hr.corp.example', office.origin)(node)),
				'Ask the HR system': withText('https://hr.corp.example', office.origin),
			});
		});

		it('come from a CSV file; a row that cannot be taken comes by mail, the rest is there', async () => {
			office.people = [
				...staff.slice(0, 30),
				{ employeeId: 'X', name: 'Nora Nowhere', email: 'x@corp.example', department: '' },
			];
			await sync();
			expect(await people()).toHaveLength(30);
			expect(await listMembers(theatre.stage.engine, { text: '陈静', limit: 1 })).toMatchObject([
				{ id: 'E1', departmentId: 'finance', email: 'e1@corp.example' },
			]);
			const mail = await theatre.stage.mail.waitFor(({ subject }) => subject.includes('1 people'), {
				timeoutMs: 30_000,
				what: 'the mail to the admin',
			});
			expect(mail.text).toContain("'Nora Nowhere' has no department");
		});

		it.each([
			['nonsense', /30 of the 30 people of 'hr' are not on the list any more/],
			['empty', /30 of the 30 people of 'hr' are not on the list any more/],
			['down', /socket hang up|connection/i],
			// In n8n's words.
			['slow', /The connection was aborted, perhaps the server is offline/],
		] as const)('stay as they are when the file is %s', async (mood, words) => {
			const before = await people();
			office.mood = mood;
			await expect(sync()).rejects.toThrow(words);
			expect(await people()).toEqual(before);
		});

		it('come from a REST API, page by page', async () => {
			office.people = staff;
			await drawLine(theatre.stage.api, idOf(SYNC), 'One way in', 'Ask the HR system');
			await sync();
			expect(await people()).toHaveLength(250);
			office.mood = 'nonsense';
			await expect(sync()).rejects.toThrow(/What came back has no list 'people'.*log-in page/);
			expect(await people()).toHaveLength(250);
		});
	});

	describe('absences', () => {
		const sync = () => runByHand(theatre.stage, CALENDAR, 'Now');
		const absences = () => listAbsences(theatre.stage.engine, { limit: 9 });

		beforeAll(async () => {
			await editNodes(theatre.stage.api, idOf(CALENDAR), {
				'Get the calendar': withText('https://calendar.corp.example/absences.ics', calendar.feedUrl),
			});
		});

		it('come from a calendar feed, whole days and hours, and go with it', async () => {
			await calendar.put({
				uid: 'holiday',
				lines: [
					'DTSTART;VALUE=DATE:20300304',
					'DTEND;VALUE=DATE:20300306',
					'ORGANIZER;CN=Person 4:mailto:e4@corp.example',
				],
			});
			await calendar.put({
				uid: 'dentist',
				lines: [
					'DTSTART:20300304T090000Z',
					'DTEND:20300304T110000Z',
					'ATTENDEE;CN=Person 5:mailto:e5@corp.example',
				],
			});
			await sync();
			expect(await absences()).toEqual([
				{
					id: 'calendar:holiday',
					memberId: 'E4',
					from: Date.parse('2030-03-04T00:00Z'),
					until: Date.parse('2030-03-06T00:00Z'),
					source: 'calendar',
				},
				{
					id: 'calendar:dentist',
					memberId: 'E5',
					from: Date.parse('2030-03-04T09:00Z'),
					until: Date.parse('2030-03-04T11:00Z'),
					source: 'calendar',
				},
			]);
			await calendar.remove('dentist');
			await calendar.put({
				uid: 'training',
				lines: ['DTSTART;VALUE=DATE:20300401', 'ORGANIZER:mailto:e6@corp.example'],
			});
			await calendar.put({
				uid: 'called-off',
				lines: ['DTSTART;VALUE=DATE:20300401', 'STATUS:CANCELLED', 'ORGANIZER:mailto:e6@corp.example'],
			});
			await sync();
			expect(await absences()).toMatchObject([
				{ id: 'calendar:holiday' },
				{
					id: 'calendar:training',
					from: Date.parse('2030-04-01T00:00Z'),
					until: Date.parse('2030-04-02T00:00Z'),
				},
			]);
		});

		it.each([
			['nonsense', /Line not valid/],
			['empty', /What came back is no calendar/],
			['down', /socket hang up|connection/i],
		] as const)('stay when the feed is %s, and go when the calendar is really empty', async (mood, words) => {
			const before = await absences();
			expect(before).toHaveLength(2);
			const feed = (from: string, to: string) =>
				editNodes(theatre.stage.api, idOf(CALENDAR), { 'Get the calendar': withText(from, to) });
			await feed(calendar.feedUrl, office.origin);
			office.mood = mood;
			await expect(sync()).rejects.toThrow(words);
			await feed(office.origin, calendar.feedUrl);
			expect(await absences()).toEqual(before);
			if (mood !== 'down') return;
			await calendar.remove('holiday');
			await calendar.remove('training');
			await sync();
			expect(await absences()).toEqual([]);
		});
	});

	describe('tickets', () => {
		const ticket = {
			number: 17,
			title: 'A second screen',
			category: 'Hardware',
			group: 'IT',
			customerEmail: 'e2@corp.example',
			ownerEmail: 'e3@corp.example',
			priority: '3',
			status: 'new',
		};
		const hook = (more: object, key = 'secret') =>
			axios.post<Record<string, unknown>>(
				`${theatre.stage.n8n.baseUrl}/webhook/icrm-ticket`,
				{ ...ticket, ...more },
				{ proxy: false, validateStatus: () => true, headers: { 'X-Desk-Key': key } },
			);
		const news = async (more: object) => {
			const { status, data } = await hook(more);
			return [status, data.news, data.facts];
		};
		const toldOf = (event: string) => office.told.find(({ said }) => said.event === event);
		const hears = (event: string) =>
			poll(() => Promise.resolve(toldOf(event)), {
				timeoutMs: 60_000,
				what: `the desk to hear '${event}'`,
				detail: () => JSON.stringify(office.told),
			});

		beforeAll(async () => {
			const { api, engine } = theatre.stage;
			await runByHand(theatre.stage, 'load-sample-company', 'Load it');
			const agreement = {
				id: 'laptop-sla',
				name: 'Laptops',
				serviceId: 'laptop',
				calendarId: 'always',
				escalationPolicyId: 'try-it-out',
				targets: [{ metric: 'firstResponse', target: '15 s', countedIn: 'elapsed' }],
			};
			(await saveAgreements(engine, [agreement])).forEach(unwrap);
			const key = { name: 'X-Desk-Key', value: 'secret' };
			await api.findOrCreateCredential('Ticket desk webhook key', 'httpHeaderAuth', key);
			await api.findOrCreateCredential('Ticket desk API key', 'httpHeaderAuth', key);
			await editNodes(api, idOf(DESK), { 'Your desk': withText('https://desk.corp.example', office.origin) });
			await api.publish(idOf(DESK));
			await waitForWebhook(`${theatre.stage.n8n.baseUrl}/webhook/icrm-ticket`, { body: {} });
		});

		it('are mirrored, once; the desk hears the due date, the breach and the escalation, and no echo', async () => {
			expect((await hook({}, 'wrong')).status).toBe(403);
			expect(await news({})).toEqual([200, 'opened', ['opened']]);
			expect(await news({})).toEqual([200, 'nothing', []]);
			expect((await hears('due')).said).toMatchObject({ number: '17', department: 'IT' });
			expect((await hears('due')).key).toBe('secret');
			expect(await news({ status: 'pending' })).toEqual([200, 'changed', ['paused']]);
			expect(await news({ status: 'open', group: 'Finance' })).toEqual([
				200,
				'changed',
				['resumed', 'handedOff'],
			]);
			expect((await hears('clock.breached')).said).toMatchObject({ firstResponseState: 'breached' });
			expect((await hears('escalation.notify')).said.told).toEqual(expect.any(String));
			expect(await news({ status: 'solved', answered: true, group: 'Finance' })).toEqual([
				200,
				'changed',
				['responded', 'resolved'],
			]);
			expect(await news({ status: 'open', group: 'Finance' })).toEqual([200, 'changed', ['reopened']]);
			const echoes = office.told.filter(({ said }) => /paused|responded|resolved/.test(String(said.event)));
			expect(echoes).toEqual([]);
		});

		it('of a Redmine whose address leads to a log-in page end the run in words', async () => {
			const { api } = theatre.stage;
			const key = { name: 'X-Redmine-API-Key', value: 'any' };
			await api.findOrCreateCredential('Redmine API key', 'httpHeaderAuth', key);
			await editNodes(api, idOf('redmine'), {
				'Your Redmine': withText('https://redmine.corp.example', office.origin),
			});
			office.mood = 'nonsense';
			await expect(runByHand(theatre.stage, 'redmine', 'The last seven days')).rejects.toThrow(
				/What came back is no list of tickets.*log-in page/,
			);
		});

		it('that cannot be taken are answered in words', async () => {
			const { status, data } = await hook({ number: 18, title: '' });
			expect(status).toBe(422);
			expect(data.error).toContain('has no title to open it with');
		});
	});
});
