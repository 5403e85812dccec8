import { Canvas } from '../canvas';
import { onStage } from '../stage';

const ICONS = [
	'icrmDirectory',
	'icrmRequest',
	'icrmAgreement',
	'icrmEscalation',
	'icrmAdmin',
	'icrmSlaTrigger',
	'icrmEscalationTrigger',
	'icrmSurvey',
	'icrmSurveyTrigger',
];

describe('the icons in the real editor', () => {
	const theatre = onStage();
	let canvas: Canvas;
	beforeAll(async () => {
		canvas = await Canvas.open(theatre.stage);
	});
	afterAll(() => canvas?.editor.close());

	it('draws each node with its own icon, another one in the dark', async () => {
		const names = new Map(ICONS.map((icon) => [icon, `Node ${icon}`]));
		await canvas.draw(
			'Icons',
			[...names].map(([icon, name]) => ({ name, type: `n8n-nodes-icrm.${icon}`, parameters: {} })),
		);
		for (const colorScheme of ['light', 'dark'] as const) {
			await canvas.editor.page.emulateMedia({ colorScheme });
			await canvas.editor.page.waitForTimeout(500);
			for (const [icon, name] of names) {
				const src = await canvas.node(name).locator('img').first().getAttribute('src');
				expect(src).toContain(colorScheme === 'dark' ? `${icon}.dark.svg` : `${icon}.svg`);
			}
		}
		await canvas.editor.page.emulateMedia({ colorScheme: 'light' });
	});

	it('never threw', () => {
		expect(canvas.complaints.filter((text) => !text.includes('injectNDVStore'))).toEqual([]);
	});
});
