import type { Engine } from '../engine';
import {
	details,
	html,
	linkTo,
	page,
	queryOf,
	serveForm,
	type Html,
	type Page,
	type PageRequest,
} from '../pages';
import { findMembers, readerZone } from '../directory';
import type { RunFields } from '../event';
import { languageOf, textsIn, type Language } from '../languages';
import { unwrap } from '../outcome';
import { recordFacts, shownDescription } from '../sla';
import { acknowledgeRuns } from './acknowledge-runs';
import { openLink, type Opened } from './links';
import { tellRuns, type RunStory } from './run-events';
import { OPEN, queryRuns } from './run-repository';

const textsFor = (language: Language) => textsIn(language).escalation.page;

export interface Decision {
	readonly page: Page;
	/** The run that was acknowledged by this very submission. */
	readonly acknowledged?: string;
}

/** Which button was pressed. */
interface Pressed {
	/** "I'll do it": the request is assigned to them as well. */
	readonly assigns: boolean;
}

/** Sees to the request in the name of the person who was sent the link, or does it: then it is assigned to them, too. */
export const answer = (engine: Engine, request: PageRequest, timezone: string): Promise<Decision> =>
	serveForm<View, Pressed, Decision>(engine, request, {
		async open(token) {
			const opened = await openLink(engine, token);
			return opened.ok ? await viewOf(engine, opened, timezone) : opened.why;
		},
		ended: (view) => (isEnded(view) ? endedPage(view) : undefined),
		filled: () => ({ assigns: false }),
		typed: ({ mayAssign }, fields) => ({ assigns: mayAssign && fields.do === 'assign' }),
		form: (view, nonce, _pressed, notice) => formPage(view, nonce, notice?.text),
		async act(view, { assigns }) {
			const { run, notification } = view.opened;
			const [outcome] = await acknowledgeRuns(engine, [{ runId: run.id, by: notification.memberId }]);
			if (unwrap(outcome).changed) {
				const isAssigned = assigns && (await assign(engine, run.requestId, notification.memberId));
				return { page: donePage(view, isAssigned), acknowledged: run.id };
			}
			// Somebody else was a moment quicker: the page says who.
			const reopened = await openLink(engine, queryOf(request, 'token'));
			return { page: endedPage(reopened.ok ? await viewOf(engine, reopened, timezone) : view) };
		},
	});

/** False where it cannot be any more: it was settled in this moment. */
async function assign(engine: Engine, requestId: string, memberId: string): Promise<boolean> {
	const fact = { kind: 'assigned', assignee: memberId };
	const [outcome] = await recordFacts(engine, [{ request: requestId, fact }]);
	return outcome?.ok === true;
}

type Found = Extract<Opened, { ok: true }>;

/** A link of an earlier run is good for whatever is at work on the request now. */
const isEnded = ({ isAtWork }: View): boolean => !isAtWork;

interface View {
	readonly language: Language;
	readonly details: Html;
	readonly opened: Found;
	/** Who was sent the link: who takes ownership by pressing its button. */
	readonly reader: string;
	readonly takenBy: string | undefined;
	readonly takenByReader: boolean;
	/** Whether an escalation is under way for the request. */
	readonly isAtWork: boolean;
	/**
	 * Whether it can be assigned to the reader: they belong to the department that holds it, do not have it yet, and it is
	 * no ticket of another system, which would not hear of it.
	 */
	readonly mayAssign: boolean;
}

async function viewOf(engine: Engine, opened: Found, timezone: string): Promise<View> {
	const { notification, run } = opened;
	return await engine.store.read(async (db) => {
		const people = await findMembers(db, [
			notification.memberId,
			...(run.acknowledgedBy === undefined ? [] : [run.acknowledgedBy]),
		]);
		const language = languageOf(people.get(notification.memberId)?.locale);
		const zone = (await readerZone(db, notification.memberId)) ?? timezone;
		const story = (await tellRuns(db, [run])).get(run.id);
		const data = story?.data;
		const reader = people.get(notification.memberId);
		const atWork = await queryRuns(db, { requestId: run.requestId, states: OPEN, limit: 1 });
		const nameOf = (id: string) => people.get(id)?.name ?? id;
		return {
			language,
			opened,
			reader: nameOf(notification.memberId),
			takenBy: run.acknowledgedBy === undefined ? undefined : nameOf(run.acknowledgedBy),
			takenByReader: run.acknowledgedBy === notification.memberId,
			isAtWork: atWork.length > 0,
			mayAssign:
				data?.externalRef === null &&
				reader?.departmentId === data.departmentId &&
				data.assigneeId !== reader.id,
			details: about(story, story && (await shownDescription(db, story.request)), language, zone),
		};
	});
}

function about(
	story: RunStory | undefined,
	description: string | undefined,
	language: Language,
	timezone: string,
): Html {
	if (!story) return details([]);
	const { data } = story;
	const { labels } = textsFor(language);
	const { priorities, instant } = textsIn(language);
	return details([
		[labels.request, data.title],
		[labels.description, description],
		[labels.reference, data.externalRef],
		[labels.ticket, linkTo(data.externalUrl)],
		[labels.service, data.serviceName],
		[labels.department, data.departmentName],
		[labels.priority, priorities[data.priority]],
		[labels.requester, contactOf(data)],
		[labels.due, data.dueAt ? instant(Date.parse(data.dueAt), timezone) : undefined],
	]);
}

/** Whoever asked, with the address at which they are reached. */
const contactOf = ({ requesterName, requesterEmail }: RunFields): string | undefined =>
	[requesterName, requesterEmail].filter(Boolean).join(', ') || undefined;

function formPage({ language, details: shown, reader, mayAssign }: View, nonce: Html, notice?: string): Page {
	const texts = textsFor(language);
	return page(
		200,
		language,
		texts.title,
		html`${notice !== undefined && html`<p role="alert">${notice}</p>`}
			<p>${texts.lead}</p>
			${shown}
			<form method="post">
				<p class="muted">${texts.as(reader)}</p>
				${nonce}${
					mayAssign &&
					html`<p class="muted">${texts.assignHint}</p>
						<button type="submit" name="do" value="assign">${texts.buttonAssign}</button>`
				}
				<button type="submit" name="do" value="see">${texts.button}</button>
			</form>`,
	);
}

function donePage({ language, details: shown }: View, isAssigned: boolean): Page {
	const texts = textsFor(language);
	return page(
		200,
		language,
		texts.doneTitle,
		html`<p role="status">${isAssigned && `${texts.assigned} `}${texts.done}</p>
			${shown}`,
	);
}

function endedPage({ language, details: shown, opened, takenBy, takenByReader }: View): Page {
	const texts = textsFor(language);
	const isTaken = opened.run.state === 'acknowledged' && takenBy !== undefined;
	const what = !isTaken ? texts.stopped : takenByReader ? texts.takenByYou : texts.takenBy(takenBy);
	return page(
		200,
		language,
		isTaken ? texts.takenTitle : texts.stoppedTitle,
		html`<p role="status">${what}</p>
			${shown}`,
	);
}
