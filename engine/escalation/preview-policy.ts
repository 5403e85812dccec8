import { references } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { fieldsOf, given, instant, key } from '../input/fields';
import { validate } from '../input/validate';
import { drawPreview, type PreviewStep } from './draw-preview';
import { namedBy, peopleAround } from './people-around';
import { getPolicy } from './save-policies';
import { stepsUntilEnd } from './steps';
import { explainWhy } from './explain-why';

export interface PreviewInput {
	readonly policyId: string;
	/** The department that would hold the request. */
	readonly departmentId: string;
	/** Who would have it, by id or e-mail address; nobody if left out. */
	readonly assigneeId?: string | undefined;
	/** When the breach would be, epoch ms; now if left out. */
	readonly from?: number | undefined;
	/** The calendar of the agreement; left out, that of the department. Not needed where the policy has its own. */
	readonly calendarId?: string | undefined;
}

const previewInput = fieldsOf('preview', {
	policyId: key('it-default'),
	departmentId: key('it'),
	assigneeId: given(key('ann@example.com')),
	from: given(instant),
	calendarId: given(key('berlin')),
});

export interface Preview {
	readonly steps: readonly PreviewStep[];
	/** The steps as an SVG document, in the zone of the calendar that delays count in. */
	readonly picture: string;
}

/**
 * The dry run: who would be notified, when and why, if a request breached at `from` and nobody reacted. It takes the steps that
 * the runtime takes, with the directory as it stands and whoever will be away at each instant; nothing is written and
 * nobody is notified.
 *
 * @throws IcrmError `notFound` for what there is not, `invalid` where no calendar is known
 */
export async function previewPolicy(engine: Engine, input: PreviewInput): Promise<Preview> {
	const asked = validate(previewInput, input, 'preview');
	const { policyId, departmentId, assigneeId, from = engine.now() } = asked;
	const policy = await getPolicy(engine, policyId);
	return await engine.store.read(async (db) => {
		const given = await references(db, { departments: [departmentId], members: [assigneeId] });
		const department = given.department('departmentId', departmentId);
		const assignee = assigneeId === undefined ? undefined : given.member('assigneeId', assigneeId);
		const calendarId = policy.calendarId ?? asked.calendarId ?? department.calendarId;
		if (calendarId === undefined)
			throw invalid(
				'calendarId',
				calendarId,
				'This policy counts in the calendar of the agreement, and none was given',
				'Choose the calendar of the agreement it is used with.',
			);
		const { calendar } = (await references(db, { calendars: [calendarId] })).calendar(
			'calendarId',
			calendarId,
		);
		const request = { assigneeId: assignee?.id, departmentId };
		const people = await peopleAround(db, namedBy(policy, request), from, Number.MAX_SAFE_INTEGER);
		const steps = stepsUntilEnd({ policy, calendar, request, people }, from);
		const shown = steps.map(({ pass, level, at, told, justTold }) => ({
			pass,
			level,
			at: new Date(at).toISOString(),
			justTold: justTold.map(({ memberId }) => people.members.get(memberId)?.name ?? memberId),
			told: told.map(({ memberId, why }) => {
				const member = people.members.get(memberId);
				return {
					memberId,
					name: member?.name ?? memberId,
					email: member?.email ?? '',
					// For whoever looks at it, and not for those whom it names.
					why: explainWhy(why, people, 'en'),
				};
			}),
		}));
		const drawing = { title: policy.name, from, timezone: calendar.timezone };
		return { steps: shown, picture: drawPreview(shown, drawing) };
	});
}
