import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { escalation } from '../../cli/doctor/escalation';
import { lengthOf } from '../../cli/doctor/finding';
import { languages } from '../../cli/doctor/languages';
import { deliveries, hearing, heartbeat, storeFinding } from '../../cli/doctor/store';
import { lookAtPublicUrl, lookAtTimeZone, whoAnswers } from '../../cli/doctor/surroundings';
import type { StoreReport } from '../../engine';

const NOW = Date.parse('2026-03-02T09:00Z');
const MINUTE = 60_000;
const WELL: StoreReport = {
	...{ migration: 3, knownMigration: 3, requests: 12, members: 40, subscriptions: 2 },
	...{ lastBeatAt: NOW - 4 * MINUTE, overdueTimers: 0, waitingDeliveries: 0, deadLetters: 0, locales: [] },
	gaps: {
		headless: { count: 0, names: [] },
		alone: { count: 1, names: ['Carla'] },
		unescalated: { count: 0, names: [] },
		waitingRuns: 0,
	},
	hears: true,
};

describe('the store', () => {
	it.each([
		['as new as the package', 3, 'ok'],
		['older: it is brought up to date when n8n opens it', 2, 'ok'],
		['from the future', 4, 'fault'],
	])('%s', (_what, migration, state) => {
		const found = storeFinding({ ...WELL, migration });
		expect(found).toMatchObject({
			about: 'store',
			state,
			says: expect.stringContaining('12 requests, 40 members'),
		});
		if (state === 'fault') expect(found.todo).toContain('newer version of n8n-nodes-icrm');
	});
});

it('says where a pooler swallows LISTEN, and how that is mended, and nothing where it does not', () => {
	expect(hearing({ hears: false })).toEqual([
		expect.objectContaining({ state: 'warning', todo: expect.stringContaining('pool_mode=session') }),
	]);
	expect(hearing(WELL)).toEqual([]);
});

describe('the heartbeat of the timeline', () => {
	it.each<[string, Partial<StoreReport>, string, string]>([
		['beats', {}, 'ok', 'Last heartbeat 4 min ago, nothing overdue'],
		['beats every ten minutes', { lastBeatAt: NOW - 10.9 * MINUTE }, 'ok', 'Last heartbeat 11 min ago'],
		['has stopped', { lastBeatAt: NOW - 11.1 * MINUTE }, 'fault', 'No trigger has listened for 11 min'],
		['has never begun', { lastBeatAt: undefined as never }, 'warning', 'No trigger has ever listened'],
		['is about to fire', { overdueTimers: 1, oldestDueAt: NOW - 59_000 }, 'ok', 'Last heartbeat'],
		[
			'stands still though it beats',
			{ overdueTimers: 7, oldestDueAt: NOW - 180 * MINUTE },
			'fault',
			'It stands still: 7 timers overdue, the oldest for 3 h',
		],
	])('%s', (_what, changes, state, says) => {
		const found = heartbeat({ ...WELL, ...changes }, NOW);
		expect(found).toMatchObject({ state, says: expect.stringContaining(says) });
		expect(found.todo === undefined).toBe(state === 'ok');
	});
});

describe('escalation', () => {
	it('reaches somebody: the top of a company has nobody above, and that is no gap', () => {
		expect(escalation(WELL)).toMatchObject([{ state: 'ok' }]);
	});

	it.each<[string, Partial<StoreReport['gaps']>, string]>([
		[
			'a department without a head',
			{ headless: { count: 1, names: ['IT'] } },
			'1 department without a head: IT',
		],
		[
			'members without a manager',
			{ alone: { count: 12, names: ['Ann', 'Bo'] } },
			'12 members without a manager: Ann, Bo, and 10 more',
		],
		[
			'an agreement without a policy',
			{ unescalated: { count: 1, names: ['Laptops'] } },
			'1 agreement without an escalation policy: Laptops',
		],
		['runs that nobody hears', { waitingRuns: 2 }, '2 escalations waiting for a workflow that notifies'],
	])('warns of %s', (_what, gaps, says) => {
		const [found, ...others] = escalation({ gaps: { ...WELL.gaps, ...gaps } });
		expect(others).toEqual([]);
		expect(found).toMatchObject({ about: 'escalation', state: 'warning', says });
		expect(found?.todo).toBeDefined();
	});
});

describe('deliveries', () => {
	it.each<[string, Partial<StoreReport>, string, string]>([
		['none', {}, 'ok', 'None is waiting'],
		['a few, now', { waitingDeliveries: 3, oldestDeliveryAt: NOW - MINUTE }, 'ok', 'On their way: 3'],
		[
			'old ones',
			{ waitingDeliveries: 3, oldestDeliveryAt: NOW - 6 * MINUTE },
			'warning',
			'Waiting: 3, the oldest for 6 min',
		],
		['given up', { deadLetters: 2 }, 'warning', 'Given up after too many failures: 2'],
	])('%s', (_what, changes, state, says) => {
		expect(deliveries({ ...WELL, ...changes }, NOW)).toMatchObject({ state, says });
	});
});

describe('languages', () => {
	const found = (...locales: readonly [locale: string, members: number][]) =>
		languages(
			{ ...WELL, locales: locales.map(([locale, members]) => ({ locale, members })) },
			(locale) => locale.startsWith('en'),
			['en', 'zh-CN', 'de'],
		);

	it.each<[string, readonly (readonly [string, number])[], string]>([
		[
			'one',
			[
				['en', 9],
				['fr', 3],
			],
			'3 members have the locale fr',
		],
		['one of one member', [['fr', 1]], '1 member has the locale fr'],
		[
			'two',
			[
				['fr', 3],
				['pt-BR', 1],
			],
			'3 members have the locale fr, 1 has pt-BR',
		],
		[
			'many',
			[
				['a', 9],
				['b', 8],
				['c', 7],
				['d', 6],
				['f', 5],
				['g', 4],
				['h', 3],
			],
			'9 members have the locale a, 8 have b, 7 have c, 6 have d, 5 have f, others have 2 further locales',
		],
	])('that nobody ships: %s', (_what, locales, says) => {
		expect(found(...(locales as [string, number][]))).toEqual([
			{
				about: 'languages',
				state: 'warning',
				says: `${says}: their mails and pages come in English`,
				todo: expect.stringContaining('Mails and pages come in en, zh-CN, de: correct the locale'),
			},
		]);
	});

	it('are not mentioned where everybody reads one that there is', () => {
		expect([found(['en', 9], ['en-GB', 1]), found()]).toEqual([[], []]);
	});
});

describe('the public URL', () => {
	it.each([
		['not set', undefined, 'warning', 'is not set here'],
		['no address', 'n8n.acme.example', 'fault', 'which is not an address'],
		['of this machine', 'http://localhost:5678/', 'warning', 'on this machine only'],
		['of this machine, by number', 'https://127.0.0.1/', 'warning', 'on this machine only'],
		['not encrypted', 'http://n8n.acme.example/', 'warning', 'not encrypted'],
		['good', 'https://n8n.acme.example/', 'ok', 'https://n8n.acme.example/ leads to n8n'],
	])('%s', async (_what, url, state, says) => {
		const found = await lookAtPublicUrl({ WEBHOOK_URL: url }, 1_000, () => Promise.resolve('n8n'));
		expect(found).toMatchObject({ about: 'public URL', state, says: expect.stringContaining(says) });
		expect(found.todo === undefined).toBe(state === 'ok');
	});

	it('leads nowhere', async () => {
		expect(await lookAtPublicUrl({ WEBHOOK_URL: 'https://no-such-host.invalid/' }, 5_000)).toMatchObject({
			state: 'warning',
			says: expect.stringMatching(/does not lead to n8n from here: (ENOTFOUND|EAI_AGAIN)/),
		});
	});

	it('is known by the words with which n8n refuses a webhook that nobody has', async () => {
		const server = createServer(({ url }, response) => {
			const isWebhook = url?.startsWith('/hooks/') ?? false;
			response.statusCode = isWebhook ? 404 : 200;
			response.end(
				isWebhook ? '{"code":404,"message":"The requested webhook \\"GET x\\" is not registered."}' : 'Hi',
			);
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		try {
			expect(await whoAnswers({ N8N_ENDPOINT_WEBHOOK: 'hooks' }, url, 1_000)).toBe('n8n');
			expect(await whoAnswers({}, url, 1_000)).toBe('something else answers (200)');
		} finally {
			server.close();
		}
	});
});

describe('the time zone', () => {
	it.each([
		[undefined, 'warning', 'America/New_York'],
		['Europe/Berlin', 'ok', 'Europe/Berlin'],
		['Berlin', 'fault', "'Berlin', which is not a time zone"],
	])('%s', (zone, state, says) => {
		expect(lookAtTimeZone({ GENERIC_TIMEZONE: zone })).toMatchObject({
			state,
			says: expect.stringContaining(says),
		});
	});
});

it('lengths of time read well', () => {
	const lengths = [-5, 400, 89_000, 90_000, 119 * MINUTE, 120 * MINUTE, 47 * 60 * MINUTE, 72 * 60 * MINUTE];
	expect(lengths.map(lengthOf)).toEqual(['0 s', '0 s', '89 s', '2 min', '119 min', '2 h', '47 h', '3 days']);
});
