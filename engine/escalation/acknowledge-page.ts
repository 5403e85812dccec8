import type { Engine } from '../engine';
import { unwrap } from '../outcome';
import { queryOf, serveForm, type Fields, type Notice, type Page, type PageRequest } from '../pages';
import { recordFacts } from '../sla';
import { donePage, endedPage, formPage, handedOverPage, textsFor, type Typed } from './acknowledge-forms';
import { acknowledgeRuns } from './acknowledge-runs';
import { viewOf, type View } from './acknowledge-view';
import { handOver } from './hand-over';
import { openLink } from './links';
import { listPage } from './list-page';
import { LONGEST_NOTE } from './types';

export interface Decision {
	readonly page: Page;
	/** The run that was acknowledged by this very submission. */
	readonly acknowledged?: string;
}

/**
 * The pages behind the links of an escalation. Of one notification: somebody sees to the request in the name of the person who
 * was sent the link, or does it, or hands it over. Of a summary: the list of all that waits for them.
 */
export const answer = (engine: Engine, request: PageRequest, timezone: string): Promise<Decision> =>
	queryOf(request, 'list') === ''
		? answerOne(engine, request, timezone)
		: listPage(engine, request, timezone);

const answerOne = (engine: Engine, request: PageRequest, timezone: string): Promise<Decision> => {
	const open = async (token: string) => {
		const opened = await openLink(engine, token);
		return opened.ok ? await viewOf(engine, opened, timezone) : opened.why;
	};
	return serveForm<View, Typed, Decision>(engine, request, {
		open,
		// A link of an earlier run is good for whatever is at work on the request now.
		ended: (view) => (view.part === 'decides' ? undefined : endedPage(view)),
		filled: () => ({ does: 'see', note: '', to: '' }),
		typed: typedIn,
		form: formPage,
		async act(view, typed, again) {
			const notice = faultIn(view, typed);
			if (notice) return { page: again(notice) };
			const taken = typed.does === 'handOver' ? undefined : await takeOn(engine, view, typed);
			const handed = taken ? undefined : await handOver(engine, view.opened, typed);
			const reopened = await open(queryOf(request, 'token'));
			const after = typeof reopened === 'string' ? view : reopened;
			if (handed) return { page: handedOverPage(after, handed) };
			if (!taken) return { page: again({ text: textsFor(view.language).notHandedOver, faults: [] }) };
			// Where somebody else was a moment quicker, the page says who.
			return taken.isTheirs
				? { page: donePage(after, taken.isAssigned), acknowledged: view.opened.run.id }
				: { page: endedPage(after) };
		},
	});
};

/** Browsers send line breaks as two characters; a note is as long as its writer sees it. */
function typedIn({ mayAssign }: View, fields: Fields): Typed {
	const { note = '', to = '' } = fields;
	const does = fields.do === 'assign' && mayAssign ? 'assign' : fields.do === 'handOver' ? 'handOver' : 'see';
	return { does, note: note.replace(/\r\n?/g, '\n').trim(), to };
}

function faultIn({ language, colleagues }: View, { does, note, to }: Typed): Notice | undefined {
	const texts = textsFor(language);
	const length = [...note].length;
	const faults = [
		...(length > LONGEST_NOTE ? [{ field: 'note', text: texts.noteTooLong(length, LONGEST_NOTE) }] : []),
		...(does === 'handOver' && !colleagues.some(({ id }) => id === to)
			? [{ field: 'to', text: texts.chooseOne }]
			: []),
	];
	const [first] = faults;
	return first && { text: texts.notDone, faults };
}

/** Whether they have taken it on by this, and whether it is assigned to them as well. */
async function takeOn(
	engine: Engine,
	{ opened: { run, notification } }: View,
	{ does, note }: Typed,
): Promise<{ readonly isTheirs: boolean; readonly isAssigned: boolean }> {
	const by = notification.memberId;
	const input = { runId: run.id, by, ...(note === '' ? {} : { note }) };
	const [outcome] = await acknowledgeRuns(engine, [input]);
	const isTheirs = unwrap(outcome).changed;
	return { isTheirs, isAssigned: isTheirs && does === 'assign' && (await assign(engine, run.requestId, by)) };
}

/** False where it cannot be any more: it was settled in this moment. */
async function assign(engine: Engine, requestId: string, memberId: string): Promise<boolean> {
	const fact = { kind: 'assigned', assignee: memberId };
	const [outcome] = await recordFacts(engine, [{ request: requestId, fact, actor: memberId }]);
	return outcome?.ok === true;
}
