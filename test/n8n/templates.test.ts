import { startsOfItself, type Template } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { runByHand } from '../../scripts/stage/stage';
import { asPlayed } from './contract/as-played';
import { unheardIn, unreachedIn, misseenIn, type Played } from './contract/coverage';
import { readDescriptions, type Descriptions } from './contract/descriptions';
import { shapeFaults } from './contract/event-shapes';
import { faultsOf } from './contract/faults';
import { playRun } from './contract/play-run';
import { resolveAll, type Resolved } from './contract/resolve';
import { readSampleData, withSampleData, type SampleRun } from './contract/sample-data';
import { BROKEN_EXPRESSIONS, SPOILT, withNode } from './contract/spoilt';
import { workflowOf } from './contract/workflow';
import { onStage } from './stage';

/** Filled, so that n8n publishes what uses them; nobody is asked anything. */
const CREDENTIALS: Readonly<Record<string, object>> = {
	httpHeaderAuth: { name: 'X-Key', value: 'not looked at' },
	ldap: {
		hostname: '127.0.0.1',
		port: '1',
		bindDN: 'cn=nobody',
		bindPassword: 'not looked at',
		connectionSecurity: 'none',
	},
};

const templates = readTemplates();
const byKey = (key: string): Template => {
	const template = templates.find((one) => one.key === key);
	if (!template) throw new Error(`there is no template '${key}'`);
	return template;
};
const each = templates.map((template): [string, Template] => [template.key, template]);

describe('the shipped templates in a real n8n', () => {
	const theatre = onStage();
	let n8n: Descriptions;

	beforeAll(async () => {
		const { stage } = theatre;
		n8n = await readDescriptions(stage.api);
		await runByHand(stage, 'load-sample-company', 'Load it');
		// What the sample runs do is to start nothing else.
		for (const id of stage.workflows.values()) await stage.api.unpublish(id).catch(() => {});
	});

	describe('nodes, versions, parameters, credentials and lines', () => {
		it.each(each)('%s: are what n8n offers', (_key, template) => {
			expect(faultsOf(template, n8n)).toEqual([]);
		});

		it.each(SPOILT)('$what is found', ({ key, node, change, fault }) => {
			const faults = faultsOf(withNode(byKey(key), node, change), n8n);
			expect(faults).toContainEqual(expect.stringContaining(`${key} / ${node}: ${fault}`));
		});

		it('a line from an output that is not there is found', () => {
			const template = byKey('warn-before-breach');
			const line = [{ node: 'Remind them', type: 'main', index: 0 }];
			const connections = { ...template.connections, 'Time is running out': { main: [[], line] } };
			expect(faultsOf({ ...template, connections }, n8n)).toEqual([
				'warn-before-breach / Time is running out: has no output 2 for a line',
			]);
		});
	});

	const play = async (template: Template, run: SampleRun): Promise<Played> => {
		const executions = await playRun(theatre.stage, template, run);
		const workflow = workflowOf(asPlayed(template, run), n8n);
		return { run, executions, resolved: executions.flatMap((one) => resolveAll(workflow, one)) };
	};
	const faultsIn = (resolved: readonly Resolved[]) =>
		resolved.flatMap(({ node, path, itemIndex, fault }) =>
			fault === undefined ? [] : [`${node}, item ${itemIndex}: ${path} ${fault}`],
		);

	describe('expressions on sample data', () => {
		it('are there for every template, with events as our triggers make them', () => {
			expect(withSampleData()).toEqual(templates.map(({ key }) => key));
			for (const template of templates)
				expect(shapeFaults(template, readSampleData(template.key).runs)).toEqual([]);
		});

		it.each(each)('%s: all resolve, everywhere', async (key, template) => {
			const { runs } = readSampleData(key);
			const played: Played[] = [];
			for (const run of runs) {
				const one = await play(template, run);
				expect({ run: run.shows, faults: faultsIn(one.resolved) }).toEqual({ run: run.shows, faults: [] });
				expect({ run: run.shows, misseen: misseenIn(one) }).toEqual({ run: run.shows, misseen: [] });
				played.push(one);
			}
			expect(unreachedIn(template, played)).toEqual([]);
			expect(unheardIn(template, runs, n8n)).toEqual([]);
		});

		it('a misspelt field or node, a wrong kind of value, a wrong date are found', async () => {
			const template = byKey('breach-escalation-mail');
			const [run] = readSampleData(template.key).runs;
			if (!run) throw new Error('there is no sample run');
			const { executions } = await play(template, run);
			for (const [expression, fault] of BROKEN_EXPRESSIONS) {
				const broken = withNode(template, 'The mail is out', ({ parameters, ...node }) => ({
					...node,
					parameters: { ...parameters, step: expression },
				}));
				const resolved = executions.flatMap((one) => resolveAll(workflowOf(broken, n8n), one));
				expect(faultsIn(resolved)).toContainEqual(expect.stringContaining(`item 0: step ${fault}`));
			}
		});

		it('a branch that no run takes, an event that none hands over, words that do not come are found', async () => {
			const template = byKey('milestone-survey');
			const { runs } = readSampleData(template.key);
			const [setUp, reached] = runs;
			if (!setUp || !reached) throw new Error('there are no sample runs');
			const played = await play(template, { ...setUp, sees: { 'Save the survey': ['milestone-dsat'] } });
			expect(unreachedIn(template, [played])).toEqual([
				'Ask the people served',
				'Send the mail',
				'The mail is out',
				'The mail failed',
			]);
			expect(unheardIn(template, [setUp, reached], n8n)).toEqual([
				'An invitation is due: survey.invite',
				'An invitation is due: survey.remind',
			]);
			expect(misseenIn(played)).toEqual(['Save the survey: milestone-dsat']);
			const hides = { 'Save the survey': ['milestone-csat'] };
			expect(misseenIn({ ...played, run: { ...setUp, sees: {}, hides } })).toEqual([
				'Save the survey: milestone-csat',
			]);
			await expect(play(template, { ...setUp, ends: 'waiting' })).rejects.toThrow('ended with success');
		});
	});

	describe('imported and published', () => {
		const idOf = (key: string) => theatre.stage.workflows.get(key) ?? '';
		const imported = (key: string) => theatre.stage.api.workflow<Template>(idOf(key));

		beforeAll(async () => {
			const asked = templates.flatMap(({ nodes }) =>
				nodes.flatMap(({ credentials = {} }) => Object.entries(credentials)),
			);
			for (const [type, { name }] of asked) {
				const data = CREDENTIALS[type];
				if (data) await theatre.stage.api.findOrCreateCredential(name, type, data);
			}
		});

		it.each(each)(
			'%s: n8n keeps all of it, and every credential is one that exists',
			async (key, template) => {
				const { nodes } = await imported(key);
				const essence = (one: Template['nodes'][number]) => [
					one.name,
					one.type,
					one.typeVersion,
					one.parameters,
				];
				expect(nodes.map(essence)).toEqual(template.nodes.map(essence));
				const chosen = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
				expect(chosen).toHaveLength(
					template.nodes.flatMap(({ credentials = {} }) => Object.keys(credentials)).length,
				);
				expect(chosen.filter(({ id }) => id === '')).toEqual([]);
			},
		);

		it.each(each.filter(([, template]) => startsOfItself(template)))(
			'%s: every trigger starts',
			async (key) => {
				const { api } = theatre.stage;
				await api.publish(idOf(key));
				const { status, triggers } = await api.publicationStatus(idOf(key));
				expect(status).toBe('published');
				expect(triggers.map(({ errorMessage }) => errorMessage)).toEqual(triggers.map(() => null));
			},
		);

		it('a trigger that cannot start is found', async () => {
			const { api } = theatre.stage;
			const template = withNode(byKey('warn-before-breach'), 'Time is running out', (node) => ({
				...node,
				parameters: { ...node.parameters, events: "={{ ['clock.breeched'] }}" },
			}));
			const { name, nodes, connections } = template;
			const { id } = await api.createWorkflow({ name, nodes, connections });
			await expect(api.publish(id)).rejects.toThrow("There is no event 'clock.breeched'");
		});
	});
});
